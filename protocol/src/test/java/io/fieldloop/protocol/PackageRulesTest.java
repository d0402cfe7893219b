package io.fieldloop.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PackageRulesTest {
    private static final JavaClasses PROTOCOL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.fieldloop.protocol");

    @Test
    void rules_haveSomethingToScan() {
        assertThat(PROTOCOL).hasSizeGreaterThan(40);
    }

    @Test
    void protocol_needsNothingButTheJdkAndJspecify_outsideOfWire() {
        classes()
                .that()
                .resideOutsideOfPackage("..wire..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.fieldloop.protocol..")
                .check(PROTOCOL);
    }

    @Test
    void jackson_isKnownToWireAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(PROTOCOL);
    }

    @Test
    void packages_areFreeOfCycles() {
        slices().matching("io.fieldloop.protocol.(*)..")
                .should()
                .beFreeOfCycles()
                .check(PROTOCOL);
    }
}
