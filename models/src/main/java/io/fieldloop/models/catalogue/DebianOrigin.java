package io.fieldloop.models.catalogue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A package of the mirrors that this machine's apt is set up with. Where its lists of packages are missing or do not know the package,
 * lists of our own are fetched from the same mirrors: that needs no root and changes nothing on the system.
 */
final class DebianOrigin implements Origin {

    private final DebianSource source;
    private final PackageClient apt;
    private final Path folder;

    /** Whether the system's own lists did not do. */
    private boolean ownLists;

    DebianOrigin(DebianSource source, PackageClient apt, Path folder) {
        this.source = source;
        this.apt = apt;
        this.folder = folder;
    }

    @Override
    public Optional<URI> address() throws IOException, InterruptedException {
        String[] question = {"--print-uris", "download", source.coordinates()};
        String answer;
        try {
            answer = apt.run(folder, question);
        } catch (ClientException e) {
            updateOwnLists(e);
            answer = apt.run(folder, arguments(question));
        }
        return answer.startsWith("'") ? Origin.http(answer.substring(1, closingQuote(answer))) : Optional.empty();
    }

    private static int closingQuote(String answer) throws ClientException {
        int end = answer.indexOf('\'', 1);
        if (end < 0) {
            throw new ClientException("apt-get answered what cannot be understood: " + answer.strip());
        }
        return end;
    }

    private void updateOwnLists(ClientException cause) throws IOException, InterruptedException {
        ownLists = true;
        Files.createDirectories(lists().resolve("partial"));
        try {
            apt.run(folder, arguments("update"));
        } catch (ClientException e) {
            e.addSuppressed(cause);
            throw e;
        }
    }

    @Override
    public Path download(Path into) throws IOException, InterruptedException {
        apt.run(into, arguments("download", source.coordinates()));
        return PackageClient.onlyFile(into, ".deb");
    }

    private String[] arguments(String... command) {
        List<String> own = List.of("-o", "Dir::State::Lists=" + lists(), "-o", "Dir::Cache=" + folder.resolve("cache"));
        return Stream.concat(ownLists ? own.stream() : Stream.of(), Stream.of(command))
                .toArray(String[]::new);
    }

    private Path lists() {
        return folder.resolve("lists");
    }
}
