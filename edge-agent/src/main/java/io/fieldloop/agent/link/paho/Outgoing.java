package io.fieldloop.agent.link.paho;

import io.fieldloop.agent.link.Link.Acknowledgement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection that the broker has not taken yet, no more than a window of them. Each is settled exactly
 * once, whatever Paho reports, or forgets to report. Any thread.
 */
final class Outgoing {
    private static final int MOST = 100;
    private static final int UNLIMITED = 65_535;
    private static final int FAILED = 0x80;

    private final int window;
    private final Semaphore room;
    private final Set<Message> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    Outgoing(int window) {
        this.window = window;
        this.room = new Semaphore(window);
    }

    /**
     * The window below a broker's receive maximum; two less, because Paho counts its own way. Paho reads the largest value
     * as -1, and gives null for none.
     */
    static int window(@Nullable Integer receiveMaximum) {
        int maximum = receiveMaximum == null || receiveMaximum <= 0 ? UNLIMITED : receiveMaximum;
        return Math.max(1, Math.min(MOST, maximum) - 2);
    }

    int room() {
        return ended ? 0 : room.availablePermits();
    }

    /** Takes a place in the window; null if there is none, or the connection has ended. */
    @Nullable Message begin(Acknowledgement acknowledgement) {
        if (!room.tryAcquire()) {
            return null;
        }
        Message message = new Message(acknowledgement);
        waiting.add(message);
        if (ended && waiting.remove(message)) {
            return null;
        }
        return message;
    }

    /** Fails what waits, and lets nothing begin any more. */
    void end() {
        ended = true;
        for (Message message : waiting) {
            message.failed("the connection was lost");
        }
    }

    /** Waits until nothing waits; false if it took too long. */
    boolean drain(long millis) throws InterruptedException {
        boolean drained = room.tryAcquire(window, millis, TimeUnit.MILLISECONDS);
        if (drained) {
            room.release(window);
        }
        return drained;
    }

    /** One message on its way. */
    final class Message implements MqttActionListener {
        private final Acknowledgement acknowledgement;

        private Message(Acknowledgement acknowledgement) {
            this.acknowledgement = acknowledgement;
        }

        @Override
        public void onSuccess(IMqttToken token) {
            int[] reasons = token.getReasonCodes();
            if (reasons != null && reasons.length > 0 && reasons[0] >= FAILED) {
                failed("the broker refused it with reason code 0x%02x".formatted(reasons[0]));
            } else if (waiting.remove(this)) {
                room.release();
                acknowledgement.taken();
            }
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            failed(failure == null ? "the connection was lost" : LinkException.describe(failure));
        }

        void failed(String why) {
            if (waiting.remove(this)) {
                room.release();
                acknowledgement.failed(why);
            }
        }
    }
}
