package io.fieldloop.protocol.message;

import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import java.util.Optional;

/**
 * What came of asking a shadow about the inputs of a stream, counted since the agent started, or since the rule that wants it
 * was taken up.
 *
 * @param stream whose model it is held against
 * @param model the shadow
 * @param version that answers for the shadow now; empty while none is loaded
 * @param asked inputs that it was asked about
 * @param disagreed of these, how many it answered otherwise than the model that serves
 * @param passedOver inputs that it was not asked about because it was still busy with another one
 * @param unanswered of those asked, how many it gave no answer to: none was loaded, it failed, or it took too long
 */
public record ShadowCounts(
        StreamName stream,
        ModelName model,
        Optional<Integer> version,
        long asked,
        long disagreed,
        long passedOver,
        long unanswered) {}
