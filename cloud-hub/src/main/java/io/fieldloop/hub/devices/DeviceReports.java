package io.fieldloop.hub.devices;

import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.devices.Device.Served;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DeviceState;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.message.LedgerReport;
import io.fieldloop.protocol.message.Vitals;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Writes down what devices say of themselves, in the transactions of ingestion. Thread-safe. */
@Singleton
public class DeviceReports {
    private final Jdbi jdbi;
    private final JsonColumns json;
    private final LedgerTable ledgers;
    private final Placements placements;

    DeviceReports(Jdbi jdbi, JsonColumns json, LedgerTable ledgers, Placements placements) {
        this.jdbi = jdbi;
        this.json = json;
        this.ledgers = ledgers;
        this.placements = placements;
    }

    /** A broker that has just started has no connections: whoever was online is offline until it says otherwise. */
    public void nobodyIsOnline() {
        jdbi.useHandle(handle -> handle.execute("UPDATE device SET online = false WHERE online"));
    }

    /** These devices said something. */
    public void seen(Handle transaction, Collection<DeviceId> devices, Instant now) {
        transaction
                .createUpdate("UPDATE device SET last_seen_at = :now WHERE id = ANY(:devices)")
                .bind("now", now)
                .bindArray("devices", DeviceId.class, List.copyOf(devices))
                .execute();
    }

    /** A device introduced itself. */
    public void hello(Handle transaction, DeviceId device, Hello hello) {
        transaction
                .createUpdate("""
                        UPDATE device SET agent_version = :agent, operating_system = :system,
                            architecture = :architecture, runtimes = :runtimes
                        WHERE id = :device""")
                .bind("device", device)
                .bind("agent", hello.agentVersion())
                .bind("system", hello.operatingSystem())
                .bind("architecture", hello.architecture())
                .bindArray("runtimes", String.class, hello.runtimes())
                .execute();
    }

    /** A device came or went, or serves or captures something else. What it did last is remembered while it is away. */
    public void state(Handle transaction, DeviceId device, DeviceState state) {
        List<Served> serving = state.serving().stream()
                .map(s -> new Served(
                        s.stream().value(),
                        s.model().model().value(),
                        s.model().version(),
                        s.variant(),
                        s.accelerator(),
                        placements.proven(transaction, device, s).orElse(null)))
                .toList();
        transaction
                .createUpdate("""
                        UPDATE device SET online = :online,
                            serving = CASE WHEN :online THEN :serving::jsonb ELSE serving END,
                            capture = CASE WHEN :online THEN :capture::jsonb ELSE capture END,
                            capturing = CASE WHEN :online THEN :capturing::jsonb ELSE capturing END
                        WHERE id = :device""")
                .bind("device", device)
                .bind("online", state.online())
                .bind("serving", json.text(serving))
                .bind(
                        "capture",
                        state.capture()
                                .map(report -> json.text(CaptureAnswer.of(report)))
                                .orElse(null))
                .bind("capturing", json.text(state.capturing()))
                .execute();
    }

    /** How a device feels. */
    public void vitals(Handle transaction, DeviceId device, Vitals vitals) {
        transaction
                .createUpdate("UPDATE device SET vitals = :vitals::jsonb WHERE id = :device")
                .bind("device", device)
                .bind("vitals", json.text(vitals))
                .execute();
    }

    /** What a device says became of its samples. One that is older than what is known changes nothing. */
    public void ledger(Handle transaction, DeviceId device, LedgerReport report) {
        ledgers.report(transaction, device, report);
    }
}
