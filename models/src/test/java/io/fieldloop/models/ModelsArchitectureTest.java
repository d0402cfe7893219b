package io.fieldloop.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ModelsArchitectureTest {
    private static final JavaClasses MODELS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fieldloop.models");

    @Test
    void classes_wereReallyScanned() {
        assertThat(MODELS).hasSizeGreaterThan(100);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.fieldloop.models.(**)").should().beFreeOfCycles().check(MODELS);
    }

    @Test
    void packages_areNullMarked() {
        classes().should(new BeInANullMarkedPackage()).check(MODELS);
    }

    @Test
    void runtimes_areKnownByTheirPortAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fieldloop.models.runtime.onnx", "io.fieldloop.models.runtime.tflite")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fieldloop.models.runtime.onnx", "io.fieldloop.models.runtime.tflite")
                .check(MODELS);
    }

    /** A device has none of these libraries. */
    @Test
    void whatADeviceNeeds_doesWithoutTheLibrariesOfTheHub() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.fieldloop.models.audio",
                        "io.fieldloop.models.json",
                        "io.fieldloop.models.pack",
                        "io.fieldloop.models.predict",
                        "io.fieldloop.models.readings",
                        "io.fieldloop.models.runtime..",
                        "io.fieldloop.models.tensor",
                        "io.fieldloop.models.vision")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.onnx..", "com.google.protobuf..", "ai.djl..", "picocli..", "org.apache..", "org.tukaani..")
                .check(MODELS);
    }

    @Test
    void exceptions_sayWhatTheyAre() {
        GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(MODELS);
    }

    private static final class BeInANullMarkedPackage extends ArchCondition<JavaClass> {
        BeInANullMarkedPackage() {
            super("be in a package that is @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
            events.add(
                    new SimpleConditionEvent(type, marked, type.getName() + " is in no package that is @NullMarked"));
        }
    }
}
