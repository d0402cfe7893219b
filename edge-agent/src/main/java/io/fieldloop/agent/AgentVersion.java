package io.fieldloop.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which version of the agent this is, as the build wrote it down. */
final class AgentVersion {
    private AgentVersion() {}

    static String text() {
        try (InputStream in = AgentVersion.class.getResourceAsStream("version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("this program is incomplete", e);
        }
    }
}
