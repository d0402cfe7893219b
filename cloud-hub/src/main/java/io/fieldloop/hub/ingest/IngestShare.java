package io.fieldloop.hub.ingest;

import io.fieldloop.protocol.topic.UpTopic.Channel;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.EnumSet;
import java.util.Set;

/**
 * What of all that devices say this process takes in. Processes that hear the same channel share it: each message comes to
 * one of them.
 *
 * @param samplesOnly whether it only helps a hub with the samples. Then its broker keeps nothing for it while it is away:
 *     what it was sent and did not store gets no receipt, and comes again to those that are there
 */
@ConfigurationProperties("fieldloop.ingest")
record IngestShare(@Bindable(defaultValue = "false") boolean samplesOnly) {
    boolean isWhole() {
        return !samplesOnly;
    }

    Set<Channel> channels() {
        return samplesOnly ? EnumSet.of(Channel.SAMPLES) : EnumSet.allOf(Channel.class);
    }
}
