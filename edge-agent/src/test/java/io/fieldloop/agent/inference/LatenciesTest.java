package io.fieldloop.agent.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentile_nothingRecorded_isZero() {
        assertThat(new Latencies().percentile(0.5)).isZero();
    }

    @Test
    void percentile_smallValues_isExact() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 20; micros++) {
            latencies.record(micros);
        }
        assertThat(latencies.percentile(0.5)).isEqualTo(10);
        assertThat(latencies.percentile(0.95)).isEqualTo(19);
        assertThat(latencies.percentile(1)).isEqualTo(20);
        assertThat(latencies.percentile(0)).isEqualTo(1);
    }

    @Test
    void percentile_anyValues_isAtMost3PercentTooHigh() {
        Random random = new Random(7);
        long[] values = random.longs(10_000, 0, 36)
                .map(bits -> (1L << bits) + random.nextLong(1L << bits))
                .toArray();
        Latencies latencies = new Latencies();
        Arrays.stream(values).forEach(latencies::record);
        Arrays.sort(values);
        for (double share : new double[] {0.01, 0.5, 0.9, 0.95, 0.999, 1}) {
            long exact = values[(int) Math.ceil(values.length * share) - 1];
            assertThat(latencies.percentile(share)).isBetween(exact, exact + exact / 32 + 1);
        }
    }

    @Test
    void record_beyondTheBounds_countsAsTheBound() {
        Latencies latencies = new Latencies();
        latencies.record(-5);
        assertThat(latencies.percentile(1)).isZero();
        latencies.record(Long.MAX_VALUE);
        assertThat(latencies.percentile(1)).isEqualTo((1L << 36) - 1);
    }

    @Test
    void record_byManyThreads_losesNone() {
        Latencies latencies = new Latencies();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int t = 0; t < 4; t++) {
                int micros = 10 + t;
                threads.execute(() -> {
                    for (int i = 0; i < 25_000; i++) {
                        latencies.record(micros);
                    }
                });
            }
        }
        assertThat(latencies.percentile(0.25)).isEqualTo(10);
        assertThat(latencies.percentile(0.250_01)).isEqualTo(11);
        assertThat(latencies.percentile(0.75)).isEqualTo(12);
    }
}
