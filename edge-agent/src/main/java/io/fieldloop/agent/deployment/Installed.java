package io.fieldloop.agent.deployment;

import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Offer;

/**
 * A complete package on this disk.
 *
 * @param model the version it holds
 * @param manifest its digest, by which it is found
 */
public record Installed(ModelRef model, Sha256 manifest) {
    static Installed of(Offer offer) {
        return new Installed(offer.model(), offer.manifest());
    }
}
