package io.fieldloop.agent;

import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.Shipping;
import io.fieldloop.agent.deployment.Deployments;
import io.fieldloop.agent.link.Link;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the hub, and lets the features know. */
final class Conversation implements Link.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final Announcements announcements;
    private final Outbox outbox;
    private final Shipping shipping;
    private final Deployments deployments;
    private final WantedCapture capture;
    private final LastDesired last;

    Conversation(
            Announcements announcements,
            Outbox outbox,
            Shipping shipping,
            Deployments deployments,
            WantedCapture capture,
            LastDesired last) {
        this.announcements = announcements;
        this.outbox = outbox;
        this.shipping = shipping;
        this.deployments = deployments;
        this.capture = capture;
        this.last = last;
    }

    @Override
    public void connected() {
        announcements.introduce();
        deployments.resend();
        shipping.connected();
    }

    @Override
    public void arrived(String topic, byte[] payload) throws IOException, InterruptedException {
        HubMessage message;
        try {
            message = Wire.decodeHubMessage(payload);
        } catch (WireException e) {
            LOG.warn("a message on {} is dropped: {}", topic, e.failure());
            return;
        }
        switch (message) {
            case Receipts receipts -> outbox.release(receipts);
            case DesiredState desired -> {
                last.heard(desired);
                follow(desired);
                announcements.state();
            }
        }
    }

    /** Does what somebody carried here, as if the hub had said it. */
    void followCarried() throws IOException {
        Optional<DesiredState> carried = last.toFollow();
        if (carried.isPresent()) {
            LOG.info(
                    "revision {}, which was carried here, is followed",
                    carried.get().revision());
            follow(carried.get());
        }
    }

    private void follow(DesiredState desired) throws IOException {
        capture.wanted(desired);
        deployments.offered(desired);
    }
}
