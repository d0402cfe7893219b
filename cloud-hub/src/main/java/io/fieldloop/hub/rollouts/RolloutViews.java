package io.fieldloop.hub.rollouts;

import static java.util.stream.Collectors.groupingBy;

import io.fieldloop.hub.overview.RunningRollouts;
import io.fieldloop.hub.paging.Cursor;
import io.fieldloop.hub.paging.Page;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.protocol.RolloutId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How rollouts stand. */
@Singleton
final class RolloutViews implements RunningRollouts {
    private final Jdbi jdbi;

    RolloutViews(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A rollout with all its devices and events.
     *
     * @throws ProblemException if there is none
     */
    Rollout one(RolloutId id) {
        return jdbi.withHandle(handle -> view(handle, require(handle, id), Integer.MAX_VALUE));
    }

    /** A rollout as lists and live events show it. */
    Rollout summary(RolloutId id) {
        return jdbi.withHandle(handle -> view(handle, require(handle, id), Rollouts.SHOWN_DEVICES));
    }

    /** The newest first. */
    Page<Rollout> page(int limit, @Nullable String cursor) {
        UUID before = Cursor.idOf(cursor);
        return jdbi.withHandle(handle -> {
            List<Rollout> found = new RolloutTable(handle)
                    .list(before, limit + 1).stream()
                            .map(row -> view(handle, row, Rollouts.SHOWN_DEVICES))
                            .toList();
            return Page.of(found, limit, rollout -> Cursor.of(rollout.id()));
        });
    }

    @Override
    public long count() {
        return jdbi.withHandle(handle -> new RolloutTable(handle).countUnfinished());
    }

    private static Rollout view(Handle handle, RolloutRow row, int shownDevices) {
        var table = new RolloutTable(handle);
        Map<Integer, List<DeviceRow>> devices =
                table.devices(row.id(), shownDevices).stream().collect(groupingBy(DeviceRow::wave));
        return Rollout.of(row, table.tallies(row.id()), devices, table.events(row.id()));
    }

    private static RolloutRow require(Handle handle, RolloutId id) {
        return new RolloutTable(handle).find(id).orElseThrow(() -> ProblemException.notFound("rollout", id));
    }
}
