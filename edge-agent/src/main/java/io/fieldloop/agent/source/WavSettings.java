package io.fieldloop.agent.source;

import java.nio.file.Path;

/**
 * Sound of a file.
 *
 * @param file WAV, read once from its beginning to its end
 * @param sampleRate that it must have, in samples a second
 */
public record WavSettings(Path file, int sampleRate) implements SourceSettings {
    @Override
    public String origin() {
        return file.toString();
    }
}
