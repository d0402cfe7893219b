package io.fieldloop.models.catalogue;

/** The public package that holds an asset. */
public sealed interface Source permits NpmSource, MavenSource, DebianSource {

    /** What the package's archive must be. */
    Checksum archive();

    /** The package and its version, as its own client writes them. */
    String coordinates();

    /** What kind of package it is, for people. */
    String kind();

    /** Stops anything that a client could take for an option or a path. */
    static void requirePlain(String what, String value) {
        if (!value.matches("@?[A-Za-z0-9][A-Za-z0-9._~+:/-]*")) {
            throw new IllegalArgumentException("a package's " + what + " must be plain, not '" + value + "'");
        }
    }
}
