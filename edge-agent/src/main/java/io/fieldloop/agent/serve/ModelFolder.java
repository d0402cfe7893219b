package io.fieldloop.agent.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A folder of models: {@code NAME/VERSION/model.onnx} or {@code NAME/VERSION/model.tflite}. Names from outside are matched
 * before they become paths, so none leads out of the folder. Any thread.
 */
record ModelFolder(Path root) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

    /** Folders that may be models. */
    Set<String> names() throws IOException {
        return subfolders(root, NAME);
    }

    /** The versions of a model; none if there is no such model. */
    List<Integer> versions(String name) throws IOException {
        if (!NAME.matcher(name).matches() || !Files.isDirectory(root.resolve(name))) {
            return List.of();
        }
        return subfolders(root.resolve(name), VERSION).stream()
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    /** None where the folder cannot be read. */
    Set<String> namesOrNone() {
        try {
            return names();
        } catch (IOException _) {
            return Set.of();
        }
    }

    /** None where the folder cannot be read. */
    List<Integer> versionsOrNone(String name) {
        try {
            return versions(name);
        } catch (IOException _) {
            return List.of();
        }
    }

    /** The folder of one of {@link #versions}. */
    Path version(String name, int version) {
        return root.resolve(name).resolve(Integer.toString(version));
    }

    private static Set<String> subfolders(Path folder, Pattern pattern) throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path path : found) {
                String name = path.getFileName().toString();
                if (pattern.matcher(name).matches()) {
                    names.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return names;
    }
}
