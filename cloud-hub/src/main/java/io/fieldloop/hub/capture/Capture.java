package io.fieldloop.hub.capture;

import io.fieldloop.hub.channel.DesiredRevisions;
import io.fieldloop.hub.channel.DesiredStateListener;
import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.devices.CaptureAnswer;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.problem.ProblemKind;
import io.fieldloop.hub.samples.Samples;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.CaptureRules;
import io.fieldloop.protocol.message.StreamCapture;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What devices are wanted to capture. Thread-safe. */
@Singleton
final class Capture {
    private final Jdbi jdbi;
    private final JsonColumns json;
    private final InstantSource clock;
    private final Audit audit;
    private final Samples samples;
    private final List<DesiredStateListener> listeners;

    Capture(
            Jdbi jdbi,
            JsonColumns json,
            InstantSource clock,
            Audit audit,
            Samples samples,
            List<DesiredStateListener> listeners) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
        this.audit = audit;
        this.samples = samples;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * What a device is wanted to capture.
     *
     * @throws ProblemException if there is no such device
     */
    DeviceCapture of(DeviceId device) {
        return jdbi.withHandle(handle -> find(handle, device));
    }

    /**
     * Wants something else of a device that nobody has changed since {@code revision}.
     *
     * @param rules null for what its configuration says
     * @throws ProblemException if it was changed, or there is no such device
     */
    void replace(DeviceId device, @Nullable CaptureDocument rules, long revision, String by) {
        change(device, "capture.rules", by, before -> {
            if (before.revision() != revision) {
                throw new ProblemException(
                        ProblemKind.CHANGED,
                        "the capture rules of device %s are at revision %d, not %d; read them again"
                                .formatted(device, before.revision(), revision),
                        List.of());
            }
            return new Wish(rules);
        });
    }

    /**
     * Wants a rule besides those of a device.
     *
     * @throws ProblemException if there is no such device
     */
    void add(DeviceId device, UnaryOperator<CaptureDocument> addition, String by) {
        change(
                device,
                "capture.request",
                by,
                before -> new Wish(addition.apply(before.rules() == null ? CaptureDocument.EMPTY : before.rules())));
    }

    /** Wants the same of many devices, whatever was wanted before. */
    void replace(Collection<DeviceId> devices, CaptureDocument rules, String subject, String by) {
        jdbi.useTransaction(transaction -> {
            put(transaction, new CaptureRuleTable(transaction).lock(devices), new Wish(rules), by);
            audit.record(transaction, by, "capture.rules", subject);
        });
        listeners.forEach(DesiredStateListener::due);
    }

    private void change(DeviceId device, String action, String by, Change change) {
        jdbi.useTransaction(transaction -> {
            List<DeviceId> locked = new CaptureRuleTable(transaction).lock(List.of(device));
            put(transaction, locked, change.of(find(transaction, device)), by);
            audit.record(transaction, by, action, device.value());
        });
        listeners.forEach(DesiredStateListener::due);
    }

    private void put(Handle transaction, List<DeviceId> devices, Wish wish, String by) {
        String document = wish.rules == null ? null : json.text(wish.rules);
        if (document != null && document.length() > CaptureRules.MAX_LENGTH) {
            throw ProblemException.tooLarge("capture rules", CaptureRules.MAX_LENGTH);
        }
        new CaptureRuleTable(transaction)
                .put(devices, document, by, clock.instant().truncatedTo(ChronoUnit.MICROS));
        DesiredRevisions.count(transaction, devices);
    }

    private DeviceCapture find(Handle handle, DeviceId device) {
        CaptureRuleTable.Row row = new CaptureRuleTable(handle)
                .find(device)
                .orElseThrow(() -> ProblemException.notFound("device", device));
        return new DeviceCapture(
                row.revision(),
                row.document() == null ? null : json.read(row.document(), CaptureDocument.class),
                row.by(),
                row.at(),
                row.answer() == null ? null : json.read(row.answer(), CaptureAnswer.class),
                json.readList(row.capturing(), StreamCapture.class),
                samples.chosen(handle, device));
    }

    /** What is wanted after what was wanted before. */
    @FunctionalInterface
    private interface Change {
        Wish of(DeviceCapture before);
    }

    /** What is wanted; null for what the configuration says. */
    private record Wish(@Nullable CaptureDocument rules) {}
}
