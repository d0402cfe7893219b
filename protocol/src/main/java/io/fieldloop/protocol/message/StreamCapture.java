package io.fieldloop.protocol.message;

import io.fieldloop.protocol.StreamName;
import java.util.List;

/**
 * What a stream of a device captures now.
 *
 * @param stream the stream
 * @param rules each in the language of the device's configuration, as JSON; none when nothing is captured
 */
public record StreamCapture(StreamName stream, List<String> rules) {
    /** Takes a copy of the rules. */
    public StreamCapture {
        rules = List.copyOf(rules);
    }
}
