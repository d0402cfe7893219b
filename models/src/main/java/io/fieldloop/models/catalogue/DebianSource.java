package io.fieldloop.models.catalogue;

/** A package of Debian. */
public record DebianSource(String name, String version, Checksum archive) implements Source {
    public DebianSource {
        Source.requirePlain("name", name);
        Source.requirePlain("version", version);
    }

    @Override
    public String coordinates() {
        return name + "=" + version;
    }

    @Override
    public String kind() {
        return "Debian";
    }
}
