package io.fieldloop.lab.simulation;

import io.fieldloop.agent.link.Link;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a broker beside the device, by which images come: it keeps each until the agent has dealt with it, and sends only
 * so many before. Any thread.
 */
final class FeedLink implements Link {
    private final int atATime;
    private final Runnable dealtWith;

    /** Guarded by this. */
    private final Deque<Bytes> waiting = new ArrayDeque<>();

    /** Guarded by this. */
    private int onTheWay;

    private @Nullable Listener listener;

    /**
     * Prepares a link.
     *
     * @param dealtWith runs for every image that the agent acknowledges, before it gets another one
     */
    FeedLink(int atATime, Runnable dealtWith) {
        this.atATime = atATime;
        this.dealtWith = dealtWith;
    }

    @Override
    public synchronized void start(Listener hearing) {
        listener = hearing;
        hearing.connected();
    }

    /** An image is published. */
    synchronized void feed(Bytes image) {
        waiting.add(image);
        pass();
    }

    /** How many images the agent has not dealt with. */
    synchronized int unfinished() {
        return waiting.size() + onTheWay;
    }

    private synchronized void finished() {
        dealtWith.run();
        onTheWay--;
        pass();
    }

    private void pass() {
        while (listener != null && onTheWay < atATime && !waiting.isEmpty()) {
            onTheWay++;
            send(listener, waiting.remove());
        }
    }

    private void send(Listener to, Bytes image) {
        try {
            to.arrived(new Fed(image));
        } catch (IOException e) {
            throw new IllegalStateException("a source of images has no disk that could fail", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void publish(String topic, byte[] payload, boolean retained, Acknowledgement acknowledgement) {
        acknowledgement.failed("nobody listens to what a source says");
    }

    @Override
    public int room() {
        return 0;
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public Traffic traffic() {
        return new Traffic(0, 0);
    }

    @Override
    public void close() {}

    /** An image on its way. */
    private final class Fed implements Message {
        private final Bytes image;

        Fed(Bytes image) {
            this.image = image;
        }

        @Override
        public String topic() {
            return "frames";
        }

        @Override
        public byte[] payload() {
            return image.toArray();
        }

        @Override
        public void acknowledge() {
            finished();
        }

        @Override
        public boolean comesAgain() {
            return false;
        }
    }
}
