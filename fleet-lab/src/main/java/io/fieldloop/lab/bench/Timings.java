package io.fieldloop.lab.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long the runs of a loop took, in microseconds.
 *
 * @param runs how many
 * @param residentKilobytes of the process after them
 * @param last a number made of the last output
 * @param allocated bytes of garbage a run; 0 where there is no collector
 */
record Timings(
        int runs,
        double least,
        double p10,
        double p50,
        double p90,
        double p99,
        long residentKilobytes,
        double last,
        double allocated) {
    private static final int WITHOUT_ALLOCATED = 8;

    /** Of the durations of all runs, in nanoseconds; sorts them. */
    static Timings of(long[] nanos, long residentKilobytes, double last, double allocated) {
        Arrays.sort(nanos);
        return new Timings(
                nanos.length,
                nanos[0] / 1e3,
                nanos[nanos.length / 10] / 1e3,
                nanos[nanos.length / 2] / 1e3,
                nanos[(int) (nanos.length * 9L / 10)] / 1e3,
                nanos[(int) (nanos.length * 99L / 100)] / 1e3,
                residentKilobytes,
                last,
                allocated);
    }

    /** As a loop prints it: the fields in their order, without the last where there is no collector. */
    static Timings parse(String line) throws IOException {
        String[] fields = line.strip().split(" ");
        try {
            return new Timings(
                    Integer.parseInt(fields[0]),
                    Double.parseDouble(fields[1]),
                    Double.parseDouble(fields[2]),
                    Double.parseDouble(fields[3]),
                    Double.parseDouble(fields[4]),
                    Double.parseDouble(fields[5]),
                    Long.parseLong(fields[6]),
                    Double.parseDouble(fields[7]),
                    fields.length > WITHOUT_ALLOCATED ? Double.parseDouble(fields[WITHOUT_ALLOCATED]) : 0);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("a loop did not print its timings but: " + line, e);
        }
    }

    /** As {@link #parse} reads it. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%d %.3f %.3f %.3f %.3f %.3f %d %s %.1f",
                runs,
                least,
                p10,
                p50,
                p90,
                p99,
                residentKilobytes,
                last,
                allocated);
    }

    /** Of each the lesser: what other work of the machine added to one round, the other may not have. */
    Timings least(Timings other) {
        return new Timings(
                runs,
                Math.min(least, other.least),
                Math.min(p10, other.p10),
                Math.min(p50, other.p50),
                Math.min(p90, other.p90),
                Math.min(p99, other.p99),
                Math.min(residentKilobytes, other.residentKilobytes),
                last,
                Math.min(allocated, other.allocated));
    }
}
