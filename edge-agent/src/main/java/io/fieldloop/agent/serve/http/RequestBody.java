package io.fieldloop.agent.serve.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The body of one request, read as far as somebody wants it. One thread. */
public final class RequestBody {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Memory is taken as bytes come, not as they are announced. */
    private static final int FIRST_BYTES = 64 << 10;

    private final SocketChannel channel;

    /** What came with the head. */
    private final ByteBuffer early;

    private final Runnable whenRead;
    private long remaining;
    private boolean continueAwaited;

    /** Calls {@code whenRead} as soon as nothing is left to be read. */
    RequestBody(SocketChannel channel, ByteBuffer early, RequestHead head, Runnable whenRead) {
        this.channel = channel;
        this.whenRead = whenRead;
        this.early = early;
        this.remaining = head.bodyBytes();
        this.continueAwaited = head.expectsContinue();
        if (remaining == 0) {
            whenRead.run();
        }
    }

    /** How many bytes are still to be read. */
    public long remaining() {
        return remaining;
    }

    /**
     * Fills a buffer from its position to its limit; straight from the socket where it is direct.
     *
     * @throws EOFException if the client ends before
     * @throws IllegalArgumentException if that is more than {@link #remaining()}
     */
    public void readInto(ByteBuffer buffer) throws IOException {
        if (buffer.remaining() > remaining) {
            throw new IllegalArgumentException("%d bytes are left, not %d".formatted(remaining, buffer.remaining()));
        }
        remaining -= buffer.remaining();
        int known = Math.min(early.remaining(), buffer.remaining());
        buffer.put(early.slice(early.position(), known));
        early.position(early.position() + known);
        askToContinue(buffer.hasRemaining());
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the client ended within the body");
            }
        }
        if (remaining == 0) {
            whenRead.run();
        }
    }

    /** Reads so many bytes; memory grows with what really comes. */
    public byte[] read(int count) throws IOException {
        byte[] bytes = new byte[Math.min(count, FIRST_BYTES)];
        int filled = 0;
        while (filled < count) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * filled));
            }
            readInto(ByteBuffer.wrap(bytes, filled, bytes.length - filled));
            filled = bytes.length;
        }
        return bytes;
    }

    /** Whether the client waits to be told to send it. */
    boolean isUnsent() {
        return continueAwaited && remaining > 0;
    }

    private void askToContinue(boolean needed) throws IOException {
        if (continueAwaited && needed) {
            continueAwaited = false;
            ByteBuffer answer = ByteBuffer.wrap(CONTINUE);
            while (answer.hasRemaining()) {
                channel.write(answer);
            }
        }
    }
}
