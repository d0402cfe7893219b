package io.fieldloop.hub.blob;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a content that a client asks for (RFC 9110, section 14).
 *
 * @param first byte, counted from 0
 * @param last byte, inclusive
 */
record ByteRange(long first, long last) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Reads a {@code Range} header for a content of {@code size} bytes. Several ranges, or other units, may be answered by
     * the whole content, which is what empty stands for.
     *
     * @throws UnsatisfiableException if no byte of the content is in the range
     */
    static Optional<ByteRange> parse(String header, long size) throws UnsatisfiableException {
        Matcher range = ONE_RANGE.matcher(header.strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            return Optional.of(suffix(Long.parseLong(range.group(2)), size));
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(range.group(2)), size - 1);
        boolean isBackwards = !range.group(2).isEmpty() && Long.parseLong(range.group(2)) < first;
        if (isBackwards) {
            return Optional.empty();
        }
        if (first >= size) {
            throw new UnsatisfiableException();
        }
        return Optional.of(new ByteRange(first, last));
    }

    private static ByteRange suffix(long length, long size) throws UnsatisfiableException {
        if (length == 0 || size == 0) {
            throw new UnsatisfiableException();
        }
        return new ByteRange(Math.max(0, size - length), size - 1);
    }

    long length() {
        return last - first + 1;
    }

    /** The {@code Content-Range} of an answer. */
    String contentRange(long size) {
        return "bytes %d-%d/%d".formatted(first, last, size);
    }

    /** No byte of the content is in the range. */
    static final class UnsatisfiableException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
