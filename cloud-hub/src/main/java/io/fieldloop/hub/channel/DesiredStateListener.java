package io.fieldloop.hub.channel;

import io.fieldloop.protocol.DeviceId;

/** Hears that desired states became due to be published. Every bean of this type is told, after the transaction. */
public interface DesiredStateListener {
    /** Some are due; losing this call loses nothing but time, as a hub that starts looks for what is due. */
    void due();

    /**
     * A device introduced itself, as on each connection, and has to be told once more: a broker may give a subscription neither the
     * retained desired state nor the one that is published at the very moment.
     */
    void introduced(DeviceId device);
}
