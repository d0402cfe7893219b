package io.fieldloop.models.catalogue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The package clients of this machine.
 *
 * @param folder where clients may keep what they want to find again
 */
record Origins(PackageClient npm, PackageClient maven, PackageClient apt, Path folder) {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** The clients as the user would start them. */
    static Origins ofUser(Path folder) {
        return new Origins(client("npm"), client("mvn"), client("apt-get"), folder);
    }

    private static PackageClient client(String command) {
        return new PackageClient(List.of(command), LIMIT);
    }

    Origin of(Source source) {
        return switch (source) {
            case NpmSource npmSource -> new NpmOrigin(npmSource, npm, folder.resolve("npm"));
            case MavenSource mavenSource -> new MavenOrigin(mavenSource, maven);
            case DebianSource debianSource -> new DebianOrigin(debianSource, apt, folder.resolve("apt"));
        };
    }
}
