package io.fieldloop.hub.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00.123Z"));
    private final InstantSource clock = now::get;
    private final TimeOrderedIds ids = new TimeOrderedIds(clock);

    @Test
    void id_tellsItsTimeVersionAndVariant() {
        UUID id = ids.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(now.get().toEpochMilli());
    }

    @Test
    void ids_ofOneMomentAndOfAClockThatGoesBack_grow() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            if (i == 5_000) {
                now.set(now.get().minusSeconds(60));
            }
            made.add(ids.next().toString());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }
}
