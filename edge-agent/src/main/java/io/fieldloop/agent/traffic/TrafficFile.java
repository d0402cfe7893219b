package io.fieldloop.agent.traffic;

import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.protocol.message.DayTraffic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The days on the disk, in the order in which they were met: a line each of the day and its numbers. */
record TrafficFile(AtomicFile file) {
    private static final Logger LOG = LoggerFactory.getLogger(TrafficFile.class);
    private static final int MAX_BYTES = 1 << 14;
    private static final int COLUMNS = 6;

    /** What it holds; nothing if there is no such file, or it makes no sense and was moved aside. */
    Map<LocalDate, DayTraffic> read() throws IOException {
        var days = new LinkedHashMap<LocalDate, DayTraffic>();
        try {
            String text = new String(file.read(MAX_BYTES).orElse(new byte[0]), StandardCharsets.UTF_8);
            text.lines().map(TrafficFile::day).forEach(day -> days.put(day.day(), day));
            return days;
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.warn("{} is damaged, and the budgets of today begin anew: {}", file.moveAside(), e.getMessage());
            return new LinkedHashMap<>();
        }
    }

    void write(Collection<DayTraffic> days) throws IOException {
        file.write(days.stream()
                .map(TrafficFile::line)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String line(DayTraffic day) {
        return "%s %d %d %d %d %d"
                .formatted(
                        day.day(),
                        day.controlBytes(),
                        day.vitalsBytes(),
                        day.samplesBytes(),
                        day.modelsBytes(),
                        day.vitalsHeldBack());
    }

    private static DayTraffic day(String line) {
        String[] columns = line.split(" ", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("a line has not %d columns: '%s'".formatted(COLUMNS, line));
        }
        return new DayTraffic(
                LocalDate.parse(columns[0]),
                Long.parseLong(columns[1]),
                Long.parseLong(columns[2]),
                Long.parseLong(columns[3]),
                Long.parseLong(columns[4]),
                Long.parseLong(columns[5]));
    }
}
