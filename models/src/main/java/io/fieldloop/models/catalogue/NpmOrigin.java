package io.fieldloop.models.catalogue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A package of the registry that the user's npm is set up with. */
record NpmOrigin(NpmSource source, PackageClient npm, Path folder) implements Origin {

    @Override
    public Optional<URI> address() throws IOException, InterruptedException {
        String address = npm.run(folder, "view", source.coordinates(), "dist.tarball", "--loglevel=error");
        if (address.isBlank()) {
            throw new ClientException("npm knows no package " + source.coordinates());
        }
        return Origin.http(address);
    }

    @Override
    public Path download(Path into) throws IOException, InterruptedException {
        npm.run(into, "pack", source.coordinates(), "--ignore-scripts", "--loglevel=error");
        return PackageClient.onlyFile(into, ".tgz");
    }
}
