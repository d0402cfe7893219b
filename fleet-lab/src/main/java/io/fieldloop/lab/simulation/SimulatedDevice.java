package io.fieldloop.lab.simulation;

import static java.util.Objects.requireNonNull;

import io.fieldloop.agent.AgentApplication;
import io.fieldloop.agent.Parts;
import io.fieldloop.agent.config.AgentConfig;
import io.fieldloop.agent.config.ConfigException;
import io.fieldloop.agent.deployment.FileJournal;
import io.fieldloop.agent.identity.Identity;
import io.fieldloop.agent.identity.IdentityException;
import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.LinkSettings;
import io.fieldloop.agent.link.paho.PahoLink;
import io.fieldloop.agent.process.SystemUptime;
import io.fieldloop.lab.fleet.Noise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The real agent of one device, with a link, a source and a clock that fare as the schedule wants. Any thread. */
final class SimulatedDevice {
    private static final int LARGE_SIDE = 280;
    private static final int LARGE_IMAGES = 7;
    private static final int SHORTEST_PARTITION_MILLIS = 300;
    private static final int LONGEST_PARTITION_MILLIS = 5_000;
    private static final int SHORTEST_FULL_MILLIS = 300;
    private static final int LONGEST_FULL_MILLIS = 4_000;
    private static final int IMAGES_ON_A_FULL_DISK = 3;

    private final DeviceFolder folder;
    private final Trace trace;
    private final Armed armed;
    private final JumpingClock clock = new JumpingClock(Clock.systemUTC());
    private final Ballast ballast;
    private final SplittableRandom pixels;
    private @Nullable FaultyLink link;
    private @Nullable FeedLink feed;

    private SimulatedDevice(DeviceFolder folder, long seed) {
        this.folder = folder;
        this.trace = new Trace(folder.trace());
        this.armed = new Armed(trace);
        this.ballast = new Ballast(folder.ballast());
        this.pixels = new SplittableRandom(seed);
    }

    /**
     * Starts the agent of a device that has enrolled.
     *
     * @param seed another one at each start, so that no two images are alike
     */
    static SimulatedDevice start(DeviceFolder folder, long seed)
            throws IOException, ConfigException, IdentityException {
        var device = new SimulatedDevice(folder, seed);
        device.trace.say("the device starts");
        Random random = new Random(seed);
        var parts = new Parts(
                FileJournal::new,
                settings -> device.link(settings, random),
                device.clock,
                SystemUptime.ofMachine(),
                random);
        AgentApplication _ = AgentApplication.start(
                AgentConfig.read(folder.configuration()), Identity.load(folder.data()), folder.data(), parts);
        return device;
    }

    private Link link(LinkSettings settings, Random random) {
        if (settings.security().isEmpty()) {
            FeedLink local = new FeedLink(settings.hearing().atATime(), this::dealtWith);
            feed = local;
            return local;
        }
        var backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(3), random);
        FaultyLink toHub = new FaultyLink(new PahoLink(settings, backoff), armed);
        link = toHub;
        return toHub;
    }

    /** Counted in a file, which like the agent's outbox outlives the process. */
    private void dealtWith() {
        try {
            Files.write(folder.dealtWith(), new byte[] {'.'}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the images cannot be counted", e);
        }
    }

    /** A fault befalls it, now or with its next message; and its camera sees something new. */
    void befall(FaultEvent event) {
        switch (event.fault()) {
            case DOUBLED, DELAYED, REORDERED, CUT, DROPPED, UNACKNOWLEDGED -> armed.arm(event);
            case PARTITION -> part(event);
            case CLOCK_JUMP -> trace.happened(event, "it is " + clock.jump(event.chances()));
            case OUTBOX_FULL -> overflow(event);
            case DISK_FULL -> fill(event);
            case POWER_CUT, CORRUPT_PAGE, FULL_START, HUB_KILLED, BROKER_KILLED, DATABASE_GONE ->
                throw new IllegalArgumentException(event.fault() + " befalls no device alone");
        }
        see(Noise.SIDE);
    }

    private void part(FaultEvent event) {
        long millis = event.chances().nextLong(SHORTEST_PARTITION_MILLIS, LONGEST_PARTITION_MILLIS);
        trace.happened(event, "for %d ms".formatted(millis));
        requireNonNull(link).part(millis);
    }

    private void overflow(FaultEvent event) {
        part(event);
        for (int i = 0; i < LARGE_IMAGES; i++) {
            see(LARGE_SIDE);
        }
    }

    private void fill(FaultEvent event) {
        long millis = event.chances().nextLong(SHORTEST_FULL_MILLIS, LONGEST_FULL_MILLIS);
        trace.happened(event, "%d bytes taken for %d ms".formatted(ballast.load(), millis));
        for (int i = 0; i < IMAGES_ON_A_FULL_DISK; i++) {
            see(Noise.SIDE);
        }
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(ballast::drop);
    }

    private void see(int side) {
        requireNonNull(feed).feed(Noise.image(pixels, side));
    }

    /** No fault is left: the network is whole, and the clock right. */
    void calm() {
        armed.disarm();
        ballast.drop();
        requireNonNull(link).heal();
        clock.setRight();
    }

    /** How many images it has seen and not dealt with. */
    int unfinished() {
        return requireNonNull(feed).unfinished();
    }
}
