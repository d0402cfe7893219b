package io.fieldloop.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micronaut.http.annotation.Controller;
import io.micronaut.security.annotation.Secured;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds who uses whom in the hub; the picture stands in the package's documentation. */
class ArchitectureTest {
    private static final String HUB = "io.fieldloop.hub";

    /** What every feature may use. */
    private static final Set<String> GROUND = Set.of(
            "database",
            "blob",
            "preview",
            "disk",
            "broker",
            "mqtt",
            "channel",
            "events",
            "idempotency",
            "security",
            "paging",
            "problem");

    /**
     * The features, and which others each may use. Nobody may use {@code web}; only the overview, retention and what else takes in
     * may use ingestion.
     */
    private static final Map<String, Set<String>> FEATURES = Map.ofEntries(
            Map.entry("devices", Set.of()),
            Map.entry("samples", Set.of("devices")),
            Map.entry("registry", Set.of("samples")),
            Map.entry("labelling", Set.of("samples", "registry")),
            Map.entry("datasets", Set.of("labelling", "samples", "registry")),
            Map.entry("behaviour", Set.of("devices", "registry")),
            Map.entry("training", Set.of("registry", "datasets", "behaviour")),
            Map.entry("capture", Set.of("devices", "samples")),
            Map.entry("traffic", Set.of("devices")),
            Map.entry("rollouts", Set.of("registry", "devices", "overview", "capture")),
            Map.entry("ingest", Set.of("devices", "samples", "rollouts", "behaviour", "traffic")),
            Map.entry("uploads", Set.of("ingest")),
            Map.entry("bundles", Set.of("ingest", "devices", "registry", "rollouts")),
            Map.entry("overview", Set.of("devices", "samples", "ingest")),
            Map.entry("retention", Set.of("devices", "samples", "datasets", "ingest")),
            Map.entry("web", Set.of()));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HUB);

    /** The part of the hub that a class belongs to; empty for the application itself. */
    private static String part(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(HUB) ? "" : name.substring(HUB.length() + 1).split("\\.")[0];
    }

    @Test
    void scan_foundTheHub() {
        assertThat(CLASSES.size()).isGreaterThan(150);
        Set<String> parts = new TreeSet<>();
        CLASSES.forEach(c -> parts.add(part(c)));
        assertThat(parts)
                .contains("devices", "samples", "ingest", "web")
                .allMatch(p -> p.isEmpty() || GROUND.contains(p) || FEATURES.containsKey(p));
    }

    @Test
    void features_useOnlyTheFeaturesTheyMay() {
        for (JavaClass type : CLASSES) {
            String user = part(type);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass();
                if (target.getPackageName().startsWith(HUB)) {
                    assertThat(may(user, part(target)))
                            .as(dependency.getDescription())
                            .isTrue();
                }
            }
        }
    }

    private static boolean may(String user, String used) {
        if (user.isEmpty() || user.equals(used)) {
            return true; // the application wires everything
        }
        return GROUND.contains(used) || FEATURES.getOrDefault(user, Set.of()).contains(used);
    }

    @Test
    void parts_formNoCycles() {
        slices().matching(HUB + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void librariesBehindAPort_areKnownInOnePackageOnly() {
        Map<String, String> owners = Map.of(
                "org.apache.activemq..", "broker",
                "org.bouncycastle..", "security",
                "io.zonky..", "database");
        owners.forEach((library, owner) -> noClasses()
                .that()
                .resideOutsideOfPackage(HUB + "." + owner + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES));
    }

    @Test
    void controllers_sayWhoMayUseThem() {
        classes()
                .that()
                .areAnnotatedWith(Controller.class)
                .should()
                .beAnnotatedWith(Secured.class)
                .check(CLASSES);
    }

    @Test
    void packages_areNullMarked() {
        List<JavaClass> descriptions = CLASSES.stream()
                .filter(c -> c.getSimpleName().equals("package-info"))
                .toList();
        assertThat(descriptions).hasSizeGreaterThan(12).allMatch(c -> c.isAnnotatedWith(NullMarked.class));
        assertThat(descriptions.stream().map(JavaClass::getPackageName))
                .containsAll(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .distinct()
                        .toList());
    }
}
