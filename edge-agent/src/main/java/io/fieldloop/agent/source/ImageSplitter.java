package io.fieldloop.agent.source;

import io.fieldloop.protocol.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of PNG (ISO/IEC 15948) and JPEG (ITU-T T.81) images, one right after the other, by their own marks. It looks at
 * their outline alone; whether an image can be decoded is seen later. One thread.
 */
final class ImageSplitter implements Frames {
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int LAST_CHUNK = 0x49454E44;
    private static final int CHECKSUM_BYTES = 4;

    private static final int MARK = 0xFF;
    private static final int START_OF_IMAGE = 0xD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;

    private final InputStream in;
    private final int maxBytes;

    /** What was read of the stream and is not yet taken, from {@code position} to {@code limit}. */
    private final byte[] buffer = new byte[64 << 10];

    private int position;
    private int limit;

    /** The image so far; kept from one to the next. */
    private byte[] image = new byte[64 << 10];

    private int length;

    ImageSplitter(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    @Override
    public @Nullable Input next() throws IOException {
        length = 0;
        if (!fill()) {
            return null;
        }
        int first = take();
        return switch (first) {
            case 0x89 -> png();
            case MARK -> jpeg();
            default ->
                throw new IOException("the output is neither PNG nor JPEG: it goes on with 0x%02X".formatted(first));
        };
    }

    private Input png() throws IOException {
        take(PNG_SIGNATURE.length - 1);
        if (!Arrays.equals(image, 0, length, PNG_SIGNATURE, 0, PNG_SIGNATURE.length)) {
            throw new IOException("the output is no PNG, though it begins like one");
        }
        int type = 0;
        while (type != LAST_CHUNK) {
            long content = Integer.toUnsignedLong(takeInteger());
            type = takeInteger();
            take(content + CHECKSUM_BYTES);
        }
        return taken("image/png");
    }

    private Input jpeg() throws IOException {
        if (take() != START_OF_IMAGE) {
            throw new IOException("the output is no JPEG, though it begins like one");
        }
        while (takeToMarker() != END_OF_IMAGE) {
            int segment = (take() << 8) | take();
            take(Math.max(0, segment - 2));
        }
        return taken("image/jpeg");
    }

    /** Past the compressed pixels, among which stuffing, filling and restarts stand, to the next marker. */
    private int takeToMarker() throws IOException {
        int before = take();
        int next = take();
        while (before != MARK || next == 0 || next == MARK || (next >= FIRST_RESTART && next <= LAST_RESTART)) {
            before = next;
            next = take();
        }
        return next;
    }

    private Input taken(String mediaType) {
        return new Input.Encoded("an image", mediaType, Bytes.wrap(Arrays.copyOf(image, length)));
    }

    private int take() throws IOException {
        take(1);
        return image[length - 1] & 0xFF;
    }

    private int takeInteger() throws IOException {
        return (take() << 24) | (take() << 16) | (take() << 8) | take();
    }

    private void take(long count) throws IOException {
        if (length + count > maxBytes) {
            throw new IOException("it has more than %d bytes".formatted(maxBytes));
        }
        int end = length + (int) count;
        while (length < end) {
            if (!fill()) {
                throw new EOFException("the output ends within it");
            }
            int part = Math.min(end - length, limit - position);
            // Grows with what came, not with what an image says of itself.
            if (length + part > image.length) {
                image = Arrays.copyOf(image, Math.min(maxBytes, 2 * (length + part)));
            }
            System.arraycopy(buffer, position, image, length, part);
            position += part;
            length += part;
        }
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer));
        }
        return limit > 0;
    }
}
