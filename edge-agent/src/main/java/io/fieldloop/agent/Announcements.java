package io.fieldloop.agent;

import io.fieldloop.agent.deployment.Reports;
import io.fieldloop.agent.health.Rhythm;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.Link.Acknowledgement;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.BehaviourReport;
import io.fieldloop.protocol.message.DeploymentReport;
import io.fieldloop.protocol.message.DeviceMessage;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.message.Vitals;
import io.fieldloop.protocol.topic.Topics;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the device says of itself, besides its samples. Nothing here waits; any thread. */
final class Announcements implements Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    private final DeviceId device;
    private final Link link;
    private final InstantSource clock;
    private final Supplier<Hello> hello;
    private final Supplier<Standing> standing;

    /** What the hub was last told; null when it has to be told anew. */
    private final AtomicReference<@Nullable Standing> told = new AtomicReference<>();

    private final Rhythm rhythm = new Rhythm(System::nanoTime);

    Announcements(DeviceId device, Link link, InstantSource clock, Supplier<Hello> hello, Supplier<Standing> standing) {
        this.device = device;
        this.link = link;
        this.clock = clock;
        this.hello = hello;
        this.standing = standing;
    }

    /** What the broker says when the device vanishes. */
    static Bytes lastWill(InstantSource clock) {
        return Bytes.wrap(encode(new DeviceState(false, clock.instant(), List.of())));
    }

    /** On each connection: who this is, and what it does. */
    void introduce() {
        say(Topics.hello(device), hello.get(), false, () -> {}, () -> {});
        told.set(null);
        rhythm.beginAnew();
        state();
    }

    /** Tells what is served and captured, if that is news. */
    void state() {
        Standing now = standing.get();
        if (link.connected() && !now.equals(told.getAndSet(now))) {
            say(Topics.state(device), now.saidAt(clock.instant()), true, () -> {}, () -> told.compareAndSet(now, null));
        }
    }

    /** Tells the vitals, if it is time to. */
    void vitals(Supplier<Vitals> vitals) {
        if (!link.connected()) {
            return;
        }
        Vitals now = vitals.get();
        if (rhythm.isDue(now)) {
            say(Topics.vitals(device), now, false, () -> {}, rhythm::beginAnew);
        }
    }

    /** How a model behaves; {@code taken} if the broker has it, otherwise {@code failed}. */
    void behaviour(BehaviourReport report, Runnable taken, Runnable failed) {
        if (link.connected()) {
            say(Topics.vitals(device), report, false, taken, failed);
        } else {
            failed.run();
        }
    }

    @Override
    public void report(DeploymentReport report, Runnable handedOver) {
        LOG.info(
                "rollout={} attempt={} model={} stage={} failure={}",
                report.rollout(),
                report.attempt(),
                report.model(),
                report.stage(),
                report.failure().map(Object::toString).orElse("none"));
        say(Topics.deployment(device), report, false, handedOver, () -> {});
        state();
    }

    /** The device goes, in good order. */
    void farewell() {
        if (link.connected()) {
            say(Topics.state(device), new DeviceState(false, clock.instant(), List.of()), true, () -> {}, () -> {});
        }
    }

    private void say(String topic, DeviceMessage message, boolean retained, Runnable taken, Runnable failed) {
        link.publish(topic, encode(message), retained, new Acknowledgement() {
            @Override
            public void taken() {
                taken.run();
            }

            @Override
            public void failed(String why) {
                LOG.debug("{} was not taken: {}", topic, why);
                failed.run();
            }
        });
    }

    private static byte[] encode(DeviceMessage message) {
        try {
            return Wire.encode(message);
        } catch (WireException e) {
            throw new IllegalStateException("what a device says of itself is small", e);
        }
    }
}
