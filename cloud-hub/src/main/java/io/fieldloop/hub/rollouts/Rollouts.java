package io.fieldloop.hub.rollouts;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.fieldloop.hub.database.IdSource;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.registry.Version;
import io.fieldloop.hub.rollouts.NewRollout.WaveSize;
import io.fieldloop.hub.rollouts.RolloutState.Running;
import io.fieldloop.hub.rollouts.Signal.Reported;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.RolloutId;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** Starts rollouts and carries them on. Thread-safe. */
@Singleton
public final class Rollouts {
    /** How many devices of a wave a list shows. */
    static final int SHOWN_DEVICES = 100;

    private static final List<WaveSize> ALL_AT_ONCE = List.of(new WaveSize(null));

    private final Jdbi jdbi;
    private final IdSource ids;
    private final InstantSource clock;
    private final Gate gate;
    private final Targets targets;
    private final Audit audit;
    private final Inbox inbox;

    // What it stands on, one argument each.
    Rollouts(Jdbi jdbi, IdSource ids, InstantSource clock, Gate gate, Targets targets, Audit audit, Inbox inbox) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
        this.gate = gate;
        this.targets = targets;
        this.audit = audit;
        this.inbox = inbox;
    }

    /**
     * Starts a rollout.
     *
     * @throws ProblemException if the version may not be rolled out, no device is selected, the waves do not fit, or another
     *     rollout of the model has one of the devices
     */
    RolloutId start(NewRollout wanted, String by) {
        Version version = gate.admit(wanted.model(), wanted.version());
        List<DeviceId> devices = targets.of(wanted);
        List<List<DeviceId>> waves =
                WavePlan.divide(devices, Optional.ofNullable(wanted.waves()).orElse(ALL_AT_ONCE));
        RolloutRow rollout = first(version, waves.size());
        jdbi.useTransaction(transaction -> {
            var table = new RolloutTable(transaction);
            table.lockModel(rollout.model().model());
            table.clash(rollout.model().model(), devices).ifPresent(clash -> {
                throw ProblemException.conflict("rollout %s brings %s@%d to device %s and has not ended"
                        .formatted(clash.rollout(), rollout.model().model(), clash.version(), clash.device()));
            });
            new RolloutEngine(transaction, rollout.createdAt()).begin(rollout, waves);
            audit.record(transaction, by, "rollout.start", rollout.id().toString());
        });
        inbox.changed(rollout.id());
        return rollout.id();
    }

    private RolloutRow first(Version version, int waves) {
        Instant now = now();
        return new RolloutRow(
                new RolloutId(ids.next()),
                ModelRef.of(version.model(), version.version()),
                new Sha256(version.manifest()),
                new Running(1),
                waves,
                now,
                now,
                Optional.empty());
    }

    /**
     * Asks a rollout for a change. Asking again for what has happened already changes nothing.
     *
     * @throws ProblemException if there is no such rollout, or where it stands it cannot do that
     */
    void ask(RolloutId id, Command command, String by) {
        jdbi.useTransaction(transaction -> {
            RolloutRow rollout =
                    new RolloutTable(transaction).lock(id).orElseThrow(() -> ProblemException.notFound("rollout", id));
            command.refusal(rollout.state()).ifPresent(refusal -> {
                throw ProblemException.conflict(refusal);
            });
            new RolloutEngine(transaction, now()).happen(rollout, command.event(by));
            audit.record(transaction, by, "rollout." + command.name().toLowerCase(Locale.ROOT), id.toString());
        });
        inbox.changed(id);
    }

    /**
     * Takes reports in one transaction; those of unknown rollouts are ignored. Rollouts are locked in the order of their ids,
     * so two hubs never wait for each other.
     *
     * @return the rollouts that they are of
     */
    Set<RolloutId> take(List<Reported> reports) {
        Map<RolloutId, List<Reported>> byRollout = reports.stream()
                .collect(groupingBy(
                        r -> r.report().rollout(), () -> new TreeMap<>(comparing(RolloutId::value)), toList()));
        Set<RolloutId> known = new LinkedHashSet<>();
        jdbi.useTransaction(transaction -> byRollout.forEach((id, itsReports) -> new RolloutTable(transaction)
                .lock(id)
                .ifPresent(rollout -> {
                    new RolloutEngine(transaction, now()).report(rollout, itsReports);
                    known.add(id);
                })));
        return known;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
