package io.fieldloop.agent.source;

import io.fieldloop.agent.source.CommandOutput.Csv;
import io.fieldloop.models.readings.CsvFile;
import io.fieldloop.protocol.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts windows out of lines of CSV. They stay as they came: a line that holds no numbers makes the windows unreadable that it is in, and
 * none has a gap. What comes after the last whole window is given to nobody. One thread.
 */
final class CsvWindows implements Frames {
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_WINDOW_CHARACTERS = 8 << 20;

    private final InputStream in;
    private final Csv format;
    private final Deque<String> rows = new ArrayDeque<>();

    /** Of all rows. */
    private int characters;

    /** The line of names with its end; empty where there is none. */
    private String names = "";

    private boolean begun;

    CsvWindows(InputStream in, Csv format) {
        this.in = new BufferedInputStream(in);
        this.format = format;
    }

    @Override
    public @Nullable Input next() throws IOException {
        int wanted = rows.isEmpty() ? format.rows() : format.hop();
        for (int taken = 0; taken < wanted; taken++) {
            String row = row();
            if (row == null) {
                return null;
            }
            add(row);
        }
        String csv = names + String.join("\n", rows) + "\n";
        return new Input.Encoded(
                "a window of readings", CsvFile.MEDIA_TYPE, Bytes.wrap(csv.getBytes(StandardCharsets.UTF_8)));
    }

    private void add(String row) throws IOException {
        rows.addLast(row);
        characters += row.length();
        if (rows.size() > format.rows()) {
            characters -= rows.removeFirst().length();
        }
        if (characters > MAX_WINDOW_CHARACTERS) {
            throw new IOException("a window has more than %d characters".formatted(MAX_WINDOW_CHARACTERS));
        }
    }

    private @Nullable String row() throws IOException {
        String line = line();
        if (!begun && line != null) {
            begun = true;
            if (!CsvFile.isOfNumbers(line)) {
                names = line + "\n";
                return line();
            }
        }
        return line;
    }

    /** The next one that is not blank; null at the end, also of one that has no end of line, which may be cut off. */
    private @Nullable String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') {
                if (line.size() == MAX_LINE_BYTES) {
                    throw new IOException("a line has more than %d bytes".formatted(MAX_LINE_BYTES));
                }
                line.write(next);
                continue;
            }
            String text = line.toString(StandardCharsets.UTF_8).strip();
            if (!text.isEmpty()) {
                return text;
            }
            line.reset();
        }
        return null;
    }
}
