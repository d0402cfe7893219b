package io.fieldloop.agent.source;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a stream's images come from.
 *
 * @param folder is read in the order of names
 * @param every the least time between two images
 * @param after what becomes of an image that was dealt with
 */
public record FolderSettings(Path folder, Duration every, After after) implements SourceSettings {
    @Override
    public String origin() {
        return folder.toString();
    }

    /** What becomes of a file. */
    public enum After {
        /** It stays; each run of the agent reads it once. */
        KEEP,
        /** It is deleted, after what was captured of it is safe in the outbox. */
        DELETE
    }
}
