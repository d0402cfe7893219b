package io.fieldloop.agent.capture;

import io.fieldloop.protocol.message.SampleBatch;
import java.util.List;

/**
 * Samples that leave the outbox together. They are in flight until the hub gives receipts for them, they are put back, or
 * too much time passes.
 *
 * @param batch the samples
 * @param places in the outbox
 */
record Shipment(SampleBatch batch, List<Long> places) {
    Shipment {
        places = List.copyOf(places);
    }
}
