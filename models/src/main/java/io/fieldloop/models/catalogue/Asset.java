package io.fieldloop.models.catalogue;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Models or data that a public package holds.
 *
 * @param name what it is asked for by
 * @param what what it is, in a sentence
 * @param uses what it is needed for; at least one
 * @param files what is taken out of the package; at least one, each of its own name
 */
public record Asset(String name, String what, Set<Use> uses, Source source, List<AssetFile> files, Licence licence) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    public Asset {
        uses = Set.copyOf(uses);
        files = List.copyOf(files);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an asset's name must be words of a-z and 0-9 joined by -, not " + name);
        }
        if (what.isBlank() || uses.isEmpty() || files.isEmpty()) {
            throw new IllegalArgumentException(
                    "the asset " + name + " must say what it is, have a use and have a file");
        }
        if (files.stream().map(AssetFile::name).distinct().count() != files.size()) {
            throw new IllegalArgumentException("the asset " + name + " has two files of one name");
        }
    }

    /** What all files together take on disk. */
    public long sizeBytes() {
        return files.stream().mapToLong(file -> file.checksum().sizeBytes()).sum();
    }
}
