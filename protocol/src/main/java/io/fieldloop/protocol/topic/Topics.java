package io.fieldloop.protocol.topic;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;

/** Builds topics and topic filters. */
public final class Topics {
    static final String ROOT = "fieldloop/v1/d/";

    private Topics() {}

    /** Where a device introduces itself. */
    public static String hello(DeviceId device) {
        return ROOT + device + "/hello";
    }

    /** Where a device's retained state and its last will go. */
    public static String state(DeviceId device) {
        return ROOT + device + "/state";
    }

    /** Where samples of a stream go. */
    public static String samples(DeviceId device, StreamName stream) {
        return ROOT + device + "/samples/" + stream;
    }

    /** Where a device's vitals go. */
    public static String vitals(DeviceId device) {
        return ROOT + device + "/vitals";
    }

    /** Where a device tells how a deployment fares. */
    public static String deployment(DeviceId device) {
        return ROOT + device + "/deployment";
    }

    /** Where a device accounts for its samples. */
    public static String ledger(DeviceId device) {
        return ROOT + device + "/ledger";
    }

    /** Where the hub gives receipts. */
    public static String receipts(DeviceId device) {
        return ROOT + device + "/receipts";
    }

    /** Where the retained desired state of a device stands. */
    public static String desired(DeviceId device) {
        return ROOT + device + "/desired";
    }

    /** The filter by which a hub hears everything that devices say on one channel. */
    public static String everyDevice(UpTopic.Channel channel) {
        return ROOT + "+/" + channel.segment() + (channel == UpTopic.Channel.SAMPLES ? "/+" : "");
    }
}
