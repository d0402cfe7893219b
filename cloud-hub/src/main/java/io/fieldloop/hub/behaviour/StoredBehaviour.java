package io.fieldloop.hub.behaviour;

import io.fieldloop.protocol.sketch.Behaviour;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;

/** Behaviours in columns: as on the wire, so what a later hub reads is what the protocol lets it read. */
final class StoredBehaviour {
    private StoredBehaviour() {}

    static byte[] encode(Behaviour behaviour) {
        try {
            return Wire.encode(behaviour);
        } catch (WireException e) {
            throw new IllegalStateException("every behaviour fits the wire", e);
        }
    }

    static Behaviour decode(byte[] column) {
        try {
            return Wire.decodeBehaviour(column);
        } catch (WireException e) {
            throw new IllegalStateException("the database holds a behaviour that makes no sense", e);
        }
    }
}
