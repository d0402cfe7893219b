package io.fieldloop.models.catalogue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A jar of the repositories that the user's Maven is set up with. */
record MavenOrigin(MavenSource source, PackageClient maven) implements Origin {

    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.7.1:copy";

    /** Maven looks through its repositories one by one and does not say in which it found what. */
    @Override
    public Optional<URI> address() {
        return Optional.empty();
    }

    @Override
    public Path download(Path into) throws IOException, InterruptedException {
        maven.run(into, "-B", "-ntp", "-q", COPY, "-Dartifact=" + source.coordinates(), "-DoutputDirectory=" + into);
        return PackageClient.onlyFile(into, ".jar");
    }
}
