package io.fieldloop.agent.traffic;

import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.protocol.message.DayTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what goes between the device and its hub, by day and class, and tells what may still go. What is of a class with a budget
 * that holds it back is written down before it goes, so that a restart never gives a day its budget twice; the rest is written once a
 * minute and by {@link #close}, to spare the disk. A power cut forgets what of it went in the last minute. Each day has its own
 * account: a clock that jumps ahead and back finds the right one again. Any thread.
 */
public final class TrafficMeter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrafficMeter.class);

    /** Of so many days that were met last; more than a clock that jumps to and fro goes through. */
    private static final int DAYS = 32;

    /** So many are told: a day that is over is told once more with the one after it. */
    private static final int DAYS_TOLD = 2;

    private static final Duration SAVED_EVERY = Duration.ofMinutes(1);

    private final TrafficFile file;
    private final TrafficBudgets budgets;
    private final InstantSource clock;

    /** In the order in which they were met; guarded by this, as what follows. */
    private final Map<LocalDate, DayTraffic> days;

    private boolean saved = true;

    /** By the device's clock. */
    private Instant savedAt;

    private TrafficMeter(TrafficFile file, TrafficBudgets budgets, InstantSource clock) throws IOException {
        this.file = file;
        this.budgets = budgets;
        this.clock = clock;
        this.days = file.read();
        this.savedAt = clock.instant();
    }

    /**
     * The meter of a device.
     *
     * @param path of the file that keeps it, which need not be there
     * @throws IOException if the disk fails
     */
    public static TrafficMeter open(Path path, TrafficBudgets budgets, InstantSource clock) throws IOException {
        return new TrafficMeter(new TrafficFile(new AtomicFile(path)), budgets, clock);
    }

    /** Whether nothing more of a class may go today. */
    public synchronized boolean isSpent(TrafficClass of) {
        return left(of) <= 0;
    }

    /** So many bytes go, or came, whatever the budget says; does not wait for the disk. */
    synchronized void count(TrafficClass of, long bytes) {
        boolean wasLeft = left(of) > 0;
        add(of, bytes);
        if (wasLeft && left(of) <= 0) {
            LOG.warn("traffic: the budget of {} for {} is spent", of, today());
        }
    }

    /**
     * Takes bytes of a download out of the budget of models of today, and writes that down.
     *
     * @return how many, at most {@code most}; 0 if the budget is spent
     * @throws IOException if the disk fails; none were taken
     */
    synchronized long takeForModels(long most) throws IOException {
        long taken = Math.min(most, Math.max(0, left(TrafficClass.MODELS)));
        count(TrafficClass.MODELS, taken);
        try {
            if (budgets.bounds(TrafficClass.MODELS)) {
                write();
            }
            return taken;
        } catch (IOException e) {
            giveBackOfModels(today(), taken);
            throw e;
        }
    }

    /** Bytes that were taken on a day did not go after all. */
    synchronized void giveBackOfModels(LocalDate day, long bytes) {
        DayTraffic then = days.get(day);
        if (then != null) {
            put(plus(then, TrafficClass.MODELS, -Math.min(bytes, then.modelsBytes())));
        }
    }

    /** Whether a message of vitals may go: whole, while anything is left. It is then written down, or counted as held back. */
    synchronized boolean sendVitals(long bytes) {
        boolean goes = !isSpent(TrafficClass.VITALS);
        if (goes) {
            count(TrafficClass.VITALS, bytes);
            if (budgets.bounds(TrafficClass.VITALS)) {
                saveNow();
            }
        } else {
            countHeldBack();
        }
        return goes;
    }

    private void countHeldBack() {
        DayTraffic day = day();
        put(new DayTraffic(
                day.day(),
                day.controlBytes(),
                day.vitalsBytes(),
                day.samplesBytes(),
                day.modelsBytes(),
                day.vitalsHeldBack() + 1));
    }

    /** The day of the device's clock. */
    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), budgets.zone());
    }

    /** The days that were met last, the latest at the end. */
    public synchronized List<DayTraffic> days() {
        return days.values().stream().skip(Math.max(0, days.size() - DAYS_TOLD)).toList();
    }

    /** To be called regularly: writes down what was counted, if the last time was a minute ago, or the clock was set meanwhile. */
    public synchronized void save() {
        Duration since = Duration.between(savedAt, clock.instant()).abs();
        if (since.compareTo(SAVED_EVERY) >= 0) {
            saveNow();
        }
    }

    @Override
    public synchronized void close() {
        saveNow();
    }

    /** A disk that fails is told to the log, and tried again with the next call. */
    private void saveNow() {
        try {
            write();
        } catch (IOException e) {
            LOG.warn("traffic: it cannot be kept: {}", e.getMessage());
        }
    }

    private long left(TrafficClass of) {
        return budgets.of(of) - bytes(day(), of);
    }

    private void add(TrafficClass of, long bytes) {
        put(plus(day(), of, bytes));
    }

    private DayTraffic day() {
        LocalDate today = today();
        return days.getOrDefault(today, new DayTraffic(today, 0, 0, 0, 0, 0));
    }

    private void put(DayTraffic day) {
        days.put(day.day(), day);
        if (days.size() > DAYS) {
            days.remove(days.keySet().iterator().next());
        }
        saved = false;
    }

    private void write() throws IOException {
        if (!saved) {
            file.write(days.values());
            saved = true;
            savedAt = clock.instant();
        }
    }

    private static long bytes(DayTraffic day, TrafficClass of) {
        return switch (of) {
            case CONTROL -> day.controlBytes();
            case VITALS -> day.vitalsBytes();
            case SAMPLES -> day.samplesBytes();
            case MODELS -> day.modelsBytes();
        };
    }

    private static DayTraffic plus(DayTraffic day, TrafficClass of, long bytes) {
        return new DayTraffic(
                day.day(),
                day.controlBytes() + (of == TrafficClass.CONTROL ? bytes : 0),
                day.vitalsBytes() + (of == TrafficClass.VITALS ? bytes : 0),
                day.samplesBytes() + (of == TrafficClass.SAMPLES ? bytes : 0),
                day.modelsBytes() + (of == TrafficClass.MODELS ? bytes : 0),
                day.vitalsHeldBack());
    }
}
