package io.fieldloop.models.catalogue;

/** A package of npm. */
public record NpmSource(String name, String version, Checksum archive) implements Source {
    public NpmSource {
        Source.requirePlain("name", name);
        Source.requirePlain("version", version);
    }

    @Override
    public String coordinates() {
        return name + "@" + version;
    }

    @Override
    public String kind() {
        return "npm";
    }
}
