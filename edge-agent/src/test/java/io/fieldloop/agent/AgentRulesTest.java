package io.fieldloop.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may know what in the agent; the picture is in the package. */
final class AgentRulesTest {
    private static final String AGENT = "io.fieldloop.agent";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(AGENT);

    @Test
    void scan_foundTheAgent() {
        assertThat(CLASSES).hasSizeGreaterThan(80);
        assertThat(CLASSES.stream().map(found -> found.getPackageName()).distinct())
                .contains(AGENT + ".capture", AGENT + ".deployment", AGENT + ".link.paho");
    }

    @Test
    void features_doNotKnowTheApplication() {
        noClasses()
                .that()
                .resideOutsideOfPackage(AGENT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(AGENT)
                .check(CLASSES);
    }

    @Test
    void features_haveNoCycles() {
        slices().matching(AGENT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void captureAndDeployment_knowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage("..agent.capture..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..agent.deployment..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..agent.deployment..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..agent.capture..")
                .check(CLASSES);
    }

    @Test
    void adapters_areKnownToTheApplicationOnly() {
        classes()
                .that()
                .resideInAnyPackage("..agent.link.paho..", "..agent.deployment.http..", "..agent.capture.http..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(AGENT, "..agent.link.paho..", "..agent.deployment.http..", "..agent.capture.http..")
                .check(CLASSES);
    }

    @Test
    void paho_isKnownToItsAdapterOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..agent.link.paho..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.paho..")
                .check(CLASSES);
    }

    @Test
    void databases_areKnownToCaptureOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..agent.capture..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
                .check(CLASSES);
    }

    @Test
    void yaml_isKnownToTheConfigurationOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..agent.config..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.snakeyaml..")
                .check(CLASSES);
    }

    /** The child process of a trial answers on its standard output. */
    @Test
    void standardStreams_areForTheCommandLineOnly() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage(AGENT)
                        .and(simpleName("AgentApplication"))
                        .or(simpleName("TrialMain"))))
                .should(accessField(System.class, "out").or(accessField(System.class, "err")))
                .check(CLASSES);
    }
}
