package io.fieldloop.agent.serve.http;

import io.fieldloop.agent.serve.http.RequestHead.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the head of a request (RFC 9112, sections 2 to 6), strictly. */
final class HeadParser {
    private static final int MAX_FIELDS = 64;
    private static final int MAX_LENGTH_DIGITS = 18;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private HeadParser() {}

    /**
     * Where a head ends: the index after its empty line.
     *
     * @param from where to look on; all before was looked at
     * @return -1 if it does not end yet
     * @throws HttpException if a line does not end in carriage return and line feed
     */
    static int end(ByteBuffer bytes, int from, int to) throws HttpException {
        for (int i = from; i < to; i++) {
            byte found = bytes.get(i);
            if (found == LF && (i == 0 || bytes.get(i - 1) != CR)) {
                throw new HttpException(400, "a line of the head ends without a carriage return");
            }
            if (found != LF && i > 0 && bytes.get(i - 1) == CR) {
                throw new HttpException(400, "a carriage return stands alone in the head");
            }
            if (found == LF && i >= 3 && bytes.get(i - 2) == LF) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Reads a head that ends with its empty line. */
    static RequestHead parse(byte[] head) throws HttpException {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int lineEnd = text.indexOf("\r\n");
        int methodEnd = text.indexOf(' ');
        int targetEnd = text.lastIndexOf(' ', lineEnd);
        if (methodEnd >= targetEnd
                || !isToken(text.substring(0, methodEnd))
                || !isTarget(text.substring(methodEnd + 1, targetEnd))) {
            throw new HttpException(400, "the request line is not METHOD /PATH HTTP/1.1");
        }
        boolean http11 = isHttp11(text.substring(targetEnd + 1, lineEnd));
        List<Field> fields = fields(text, lineEnd + 2);
        requireHost(fields, http11);
        int query = text.indexOf('?', methodEnd);
        int pathEnd = query < 0 ? targetEnd : Math.min(query, targetEnd);
        return new RequestHead(
                text.substring(0, methodEnd),
                text.substring(methodEnd + 1, pathEnd),
                http11,
                fields,
                bodyBytes(fields));
    }

    private static boolean isHttp11(String version) throws HttpException {
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw new HttpException(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        return version.equals("HTTP/1.1");
    }

    private static List<Field> fields(String head, int from) throws HttpException {
        List<Field> fields = new ArrayList<>();
        int start = from;
        for (int end = head.indexOf("\r\n", start); end > start; end = head.indexOf("\r\n", start)) {
            if (fields.size() == MAX_FIELDS) {
                throw new HttpException(431, "more than %d header fields".formatted(MAX_FIELDS));
            }
            fields.add(field(head.substring(start, end)));
            start = end + 2;
        }
        return fields;
    }

    /** A line that starts with a blank, which once went on with the one before, has no name and is refused. */
    private static Field field(String line) throws HttpException {
        int colon = line.indexOf(':');
        if (colon < 1 || !isToken(line.substring(0, colon))) {
            throw new HttpException(400, "a header field is not 'Name: value'");
        }
        for (int i = colon + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                throw new HttpException(400, "a header field holds a control character");
            }
        }
        return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    private static void requireHost(List<Field> fields, boolean http11) throws HttpException {
        int hosts = 0;
        for (Field field : fields) {
            hosts += field.name().equalsIgnoreCase("Host") ? 1 : 0;
        }
        if (hosts > 1 || (http11 && hosts == 0)) {
            throw new HttpException(400, "a request needs exactly one field Host");
        }
    }

    /** Two parsers that disagree about this see two different requests, so whatever is not plain is refused. */
    private static long bodyBytes(List<Field> fields) throws HttpException {
        Optional<String> length = Optional.empty();
        boolean encoded = false;
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase("Content-Length")) {
                if (length.isPresent()) {
                    throw new HttpException(400, "Content-Length is given twice");
                }
                length = Optional.of(field.value());
            }
            encoded |= field.name().equalsIgnoreCase("Transfer-Encoding");
        }
        if (encoded) {
            throw length.isPresent()
                    ? new HttpException(400, "Content-Length and Transfer-Encoding exclude each other")
                    : new HttpException(411, "send a Content-Length; chunked requests are not taken");
        }
        return length.isPresent() ? length(length.get()) : 0;
    }

    private static long length(String digits) throws HttpException {
        if (digits.isEmpty()
                || digits.length() > MAX_LENGTH_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new HttpException(400, "Content-Length is not a number of bytes");
        }
        return Long.parseLong(digits);
    }

    private static boolean isToken(String text) {
        // A loop, since each character of each request comes by here.
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && TOKEN_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isTarget(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return text.startsWith("/");
    }
}
