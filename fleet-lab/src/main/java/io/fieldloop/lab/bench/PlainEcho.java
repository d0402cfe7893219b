package io.fieldloop.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.fieldloop.agent.link.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A device that says what another one says, as plain JSON over MQTT: each message for itself, each sample in a message of its own
 * with its media in base64, and everything at QoS 1. It hears the other by a link of its own. Any thread.
 */
final class PlainEcho implements AutoCloseable {
    private static final String TOPIC = "fieldloop/v1/bench/plain";
    private static final String SAMPLES = "samples";
    private static final int MOST_WAITING = 10_000;
    private static final ObjectMapper CBOR = new CBORMapper();
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Link hears;
    private final Link speaks;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong said = new AtomicLong();

    /**
     * Prepares.
     *
     * @param hears of the topics of the other device
     * @param speaks through whatever counts
     */
    PlainEcho(Link hears, Link speaks) {
        this.hears = hears;
        this.speaks = speaks;
    }

    /** Connects, and returns when it has. */
    void start() throws InterruptedException {
        var both = new CountDownLatch(2);
        speaks.start(both::countDown);
        hears.start(new Link.Listener() {
            @Override
            public void connected() {
                both.countDown();
            }

            @Override
            public void arrived(String topic, byte[] payload) throws IOException, InterruptedException {
                for (byte[] plain : plain(payload)) {
                    waiting.put(plain);
                }
            }
        });
        both.await();
        Thread.ofVirtual().name("echo").start(this::speak);
    }

    /** How many messages it has said, each acknowledged. */
    long said() {
        return said.get();
    }

    private static List<byte[]> plain(byte[] payload) throws IOException {
        JsonNode message = CBOR.readTree(payload);
        if (!message.has(SAMPLES)) {
            return List.of(text(message));
        }
        List<byte[]> texts = new ArrayList<>();
        for (JsonNode sample : message.path(SAMPLES)) {
            ObjectNode alone = message.deepCopy();
            alone.remove(SAMPLES);
            alone.set("sample", sample);
            texts.add(text(alone));
        }
        return texts;
    }

    private static byte[] text(JsonNode message) throws IOException {
        return JSON.writeValueAsString(message).getBytes(StandardCharsets.UTF_8);
    }

    private void speak() {
        try {
            while (!Thread.interrupted()) {
                say(waiting.take());
            }
        } catch (InterruptedException _) {
            // Nobody interrupts it: it ends with the program.
        }
    }

    private void say(byte[] text) throws InterruptedException {
        var over = new CountDownLatch(1);
        speaks.publish(TOPIC, text, false, new Link.Acknowledgement() {
            @Override
            public void taken() {
                said.incrementAndGet();
                over.countDown();
            }

            @Override
            public void failed(String why) {
                over.countDown(); // the measurement will find too few
            }
        });
        over.await();
    }

    @Override
    public void close() {
        hears.close();
        speaks.close();
    }
}
