package io.fieldloop.models.catalogue;

/** A jar of a Maven repository. */
public record MavenSource(String group, String artifact, String version, Checksum archive) implements Source {
    public MavenSource {
        Source.requirePlain("group", group);
        Source.requirePlain("artifact", artifact);
        Source.requirePlain("version", version);
    }

    @Override
    public String coordinates() {
        return group + ":" + artifact + ":" + version;
    }

    @Override
    public String kind() {
        return "Maven";
    }
}
