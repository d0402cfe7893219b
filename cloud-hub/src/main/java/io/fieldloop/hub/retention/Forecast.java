package io.fieldloop.hub.retention;

import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What would be deleted now.
 *
 * @param goes by stream and the reason for which it goes
 * @param stays of what would go otherwise, by stream and the reason for which it stays
 */
@Serdeable
record Forecast(List<Tally> goes, List<Tally> stays) {
    /** Takes copies. */
    Forecast {
        goes = List.copyOf(goes);
        stays = List.copyOf(stays);
    }

    /** Counts parts, within a transaction. */
    static Forecast of(Handle transaction, List<Part> parts) {
        List<Tally> goes = new ArrayList<>();
        List<Tally> stays = new ArrayList<>();
        for (Part part : parts) {
            goes.addAll(new SelectedSamples(transaction, part.goes()).tally(part.reason()));
            Selection left = part.meant();
            for (Part.Kept kept : part.kept()) {
                stays.addAll(new SelectedSamples(transaction, left.and(kept.which())).tally(kept.reason()));
                left = left.butNot(kept.which());
            }
        }
        return new Forecast(goes, stays);
    }
}
