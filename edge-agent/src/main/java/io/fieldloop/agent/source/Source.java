package io.fieldloop.agent.source;

import io.fieldloop.agent.link.LocalLinks;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;

/**
 * Where the inputs of one stream come from: images, or pieces of sound. One thread at a time, except for {@link #skipped}. Each is given once, and
 * finished or set aside before the next one is asked for. One that is neither when the agent ends comes again with the next
 * run, if the source keeps them, as a folder does.
 */
public interface Source extends AutoCloseable {
    /**
     * Opens the source of a stream.
     *
     * @param links to brokers
     * @throws IOException if it cannot be used at all
     */
    static Source open(SourceSettings settings, StreamName stream, LocalLinks links) throws IOException {
        return switch (settings) {
            case FolderSettings folder -> FolderSource.open(folder);
            case CommandSettings command -> CommandSource.open(command, stream);
            case PushSettings push -> new PushSource(stream, push.maxImageBytes());
            case WavSettings wav -> new WavSource(wav, stream);
            case TopicSettings topic -> TopicSource.open(topic, stream, links);
        };
    }

    /**
     * Waits for the next input. An interrupt ends the wait.
     *
     * @throws IOException if the source cannot be read now; it may be asked again
     */
    Input next() throws IOException, InterruptedException;

    /** The input was dealt with, and is not needed any more. */
    void finish(Input input);

    /** The input cannot be read by anybody, and must not come again. */
    void setAside(Input input, String why);

    /** How many inputs were passed over, because they cannot be read or came too fast. Any thread. */
    long skipped();

    @Override
    void close() throws IOException;
}
