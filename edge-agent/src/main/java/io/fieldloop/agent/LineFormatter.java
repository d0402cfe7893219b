package io.fieldloop.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Writes an event of the log as one line: the time in UTC to the millisecond, the level, and what happened; a stack trace follows on
 * lines of its own. The platform's own formatter does this by patterns, and a start would wait until it had made sense of
 * them before it loads a model. Public, and with a public constructor, because the platform makes it by its name.
 */
public final class LineFormatter extends Formatter {
    private static final int LEVEL_WIDTH = 7;

    /** Called by the platform. */
    public LineFormatter() {}

    @Override
    public String format(LogRecord event) {
        StringBuilder line = new StringBuilder(128);
        time(event.getInstant(), line);
        String level = event.getLevel().getName();
        line.append(' ').append(level).repeat(' ', Math.max(0, LEVEL_WIDTH - level.length()));
        line.append(' ').append(formatMessage(event)).append(System.lineSeparator());
        if (event.getThrown() != null) {
            StringWriter trace = new StringWriter();
            event.getThrown().printStackTrace(new PrintWriter(trace, true));
            line.append(trace);
        }
        return line.toString();
    }

    private static void time(Instant instant, StringBuilder line) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        number(time.getYear(), 4, line);
        number(time.getMonthValue(), 2, line.append('-'));
        number(time.getDayOfMonth(), 2, line.append('-'));
        number(time.getHour(), 2, line.append('T'));
        number(time.getMinute(), 2, line.append(':'));
        number(time.getSecond(), 2, line.append(':'));
        number(time.get(ChronoField.MILLI_OF_SECOND), 3, line.append('.'));
        line.append('Z');
    }

    private static void number(int number, int digits, StringBuilder line) {
        String text = Integer.toString(number);
        line.repeat('0', digits - text.length()).append(text);
    }
}
