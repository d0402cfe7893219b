package io.fieldloop.hub.ingest;

import io.fieldloop.hub.mqtt.Delivery;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Vitals;
import io.fieldloop.protocol.topic.UpTopic;
import io.fieldloop.protocol.topic.UpTopic.Channel;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.util.Optional;

/** A delivery, opened. */
sealed interface Parcel {
    /** What came. */
    Delivery delivery();

    /** A message and who said it. */
    record Understood(Delivery delivery, DeviceId device, DeviceMessage message) implements Parcel {
        /** The same, found to be of no use after all. */
        Refused refused(FailureCode code, String detail) {
            return new Refused(delivery, Optional.of(device), new Failure(code, detail));
        }
    }

    /** Something of no use; the device is known if the topic says it. */
    record Refused(Delivery delivery, Optional<DeviceId> device, Failure failure) implements Parcel {}

    /** Reads a delivery. */
    static Parcel open(Delivery delivery) {
        Optional<UpTopic> topic = UpTopic.parse(delivery.topic());
        if (topic.isEmpty()) {
            var failure = new Failure(FailureCode.MESSAGE_FOREIGN, "devices do not speak on this topic");
            return new Refused(delivery, Optional.empty(), failure);
        }
        DeviceId device = topic.get().device();
        try {
            DeviceMessage message = Wire.decodeDeviceMessage(delivery.payload());
            return belongs(message, topic.get())
                    ? new Understood(delivery, device, message)
                    : new Refused(delivery, Optional.of(device), foreign(message, topic.get()));
        } catch (WireException e) {
            return new Refused(delivery, Optional.of(device), e.failure());
        }
    }

    private static Failure foreign(DeviceMessage message, UpTopic topic) {
        String kind = message.getClass().getSimpleName();
        return new Failure(
                FailureCode.MESSAGE_FOREIGN,
                "a %s does not belong on the topic for %s".formatted(kind, topic.channel()));
    }

    private static boolean belongs(DeviceMessage message, UpTopic topic) {
        return switch (message) {
            case Hello _ -> topic.channel() == Channel.HELLO;
            case DeviceState _ -> topic.channel() == Channel.STATE;
            case SampleBatch batch ->
                topic.channel() == Channel.SAMPLES
                        && topic.stream().filter(batch.stream()::equals).isPresent();
            case LedgerReport _ -> topic.channel() == Channel.LEDGER;
            case BehaviourReport _ -> topic.channel() == Channel.VITALS;
            case Vitals _ -> topic.channel() == Channel.VITALS;
            case DeploymentReport _ -> topic.channel() == Channel.DEPLOYMENT;
        };
    }
}
