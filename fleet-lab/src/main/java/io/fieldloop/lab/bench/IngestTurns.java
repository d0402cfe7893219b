package io.fieldloop.lab.bench;

import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.protocol.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The same messages by the same senders through the same broker: to a listener that does nothing with them, and to the hub. */
final class IngestTurns implements AutoCloseable {
    private static final String ALONE = "fieldloop/v1/bench/";
    private static final int LISTENS_AT_A_TIME = 500; // as the hub does
    private static final int MOST_UNDER_WAY = 1_000;
    private static final int MOST_OF_A_DEVICE = 64;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);
    private static final long PATIENCE_SECONDS = 120;
    private static final Logger LINKS = Logger.getLogger("io.fieldloop.agent.link");

    private final IngestHub hub;
    private final List<IngestSender> senders;
    private final Link listener;
    private final AtomicReference<CountDownLatch> arriving = new AtomicReference<>(new CountDownLatch(0));
    private long epoch;

    private IngestTurns(IngestHub hub, List<IngestSender> senders, Link listener) {
        this.hub = hub;
        this.senders = senders;
        this.listener = listener;
    }

    /** Connects so many devices. */
    static IngestTurns connect(IngestHub hub, int devices) throws IOException, InterruptedException {
        LINKS.setLevel(Level.WARNING); // each of the links tells of its connection
        List<IngestSender> senders = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            List<String> hearing = IngestSender.hearing(IngestHub.device(i));
            senders.add(new IngestSender(i, link(hub, IngestHub.client(i), Hearing.of(hearing))));
        }
        var hearing = new Hearing(List.of(ALONE + "+"), Hearing.NOTHING.maxMessageBytes(), LISTENS_AT_A_TIME);
        var turns = new IngestTurns(hub, senders, link(hub, IngestHub.LISTENER, hearing));
        turns.start();
        return turns;
    }

    private static Link link(IngestHub hub, String client, Hearing hearing) throws IOException {
        return new IssuedKey(hub.keys(), client).link(hub.mqttPort(), KEEP_ALIVE, hearing);
    }

    private void start() throws IOException, InterruptedException {
        var listening = new CountDownLatch(1);
        listener.start(new Link.Listener() {
            @Override
            public void connected() {
                listening.countDown();
            }

            @Override
            public void arrived(String topic, byte[] payload) {
                arriving.get().countDown();
            }
        });
        senders.forEach(IngestSender::start);
        for (IngestSender sender : senders) {
            sender.awaitConnected();
        }
        if (!listening.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the listener cannot connect to the broker");
        }
    }

    /** Samples a second from the senders to a listener that only counts messages. */
    double brokerAlone(IngestLoad load) throws IOException, InterruptedException {
        var all = new CountDownLatch(load.allMessages());
        arriving.set(all);
        epoch++;
        long began = System.nanoTime();
        send(load, device -> ALONE + device);
        if (!all.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the broker still holds %d of %d messages back after %d s"
                    .formatted(all.getCount(), load.allMessages(), PATIENCE_SECONDS));
        }
        return perSecond(load, began);
    }

    /** Samples a second from the senders into the hub, until each has its receipt. */
    double ingest(IngestLoad load) throws IOException, InterruptedException {
        epoch++;
        List<IngestSender> sending = senders.subList(0, load.devices());
        sending.forEach(sender -> sender.expect(epoch));
        long began = System.nanoTime();
        send(load, device -> Topics.samples(IngestHub.device(device), IngestLoad.STREAM));
        for (IngestSender sender : sending) {
            sender.awaitReceipts(load.samplesOfADevice());
        }
        return perSecond(load, began);
    }

    private static double perSecond(IngestLoad load, long began) {
        return load.allSamples() / ((System.nanoTime() - began) / 1e9);
    }

    private void send(IngestLoad load, IntFunction<String> topic) throws IOException, InterruptedException {
        int window = Math.clamp(MOST_UNDER_WAY / load.devices(), 1, MOST_OF_A_DEVICE);
        List<Future<?>> sent = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < load.devices(); i++) {
                int device = i;
                sent.add(threads.submit(() -> {
                    senders.get(device).send(load, epoch, topic.apply(device), window);
                    return device;
                }));
            }
        }
        for (Future<?> each : sent) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IOException("a device could not send: " + e.getCause(), e);
            }
        }
    }

    /** Of the hub, in bytes. */
    long residentBytes() {
        return hub.residentBytes();
    }

    @Override
    public void close() {
        senders.forEach(IngestSender::close);
        listener.close();
    }
}
