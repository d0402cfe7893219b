package io.fieldloop.agent.config;

import io.fieldloop.agent.capture.MediaPolicy;
import io.fieldloop.agent.capture.NearDuplicates;
import io.fieldloop.agent.source.CommandOutput;
import java.time.Duration;

/** Every default and every bound of the configuration, here and nowhere else. */
final class Defaults {
    static final Setting<Duration> SOURCE_EVERY =
            new Setting<>(Duration.ofMillis(100), Duration.ZERO, Duration.ofHours(24));
    static final Setting<ByteSize> SOURCE_MAX_IMAGE =
            new Setting<>(ByteSize.ofMebibytes(32), new ByteSize(1 << 10), ByteSize.ofMebibytes(32));
    static final Setting<Long> SOURCE_ROWS = new Setting<>(100L, 1L, (long) CommandOutput.Csv.MAX_ROWS);
    static final Setting<Long> SOURCE_RATE = new Setting<>(16_000L, 8_000L, 192_000L);
    static final Setting<Long> SOURCE_CHANNELS = new Setting<>(1L, 1L, 2L);
    static final Setting<ByteSize> SINK_MAX_BYTES =
            new Setting<>(ByteSize.ofMebibytes(64), ByteSize.ofMebibytes(1), ByteSize.ofMebibytes(1 << 20));
    static final Setting<Duration> CAPTURE_EVERY =
            new Setting<>(Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofHours(24));
    static final Setting<Double> CAPTURE_ABOVE = new Setting<>(0.5, 0.0, 0.999);
    static final Setting<Long> CAPTURE_ONE_IN = new Setting<>(10L, 1L, 1_000_000_000L);
    static final Setting<Double> CAPTURE_BEYOND = new Setting<>(4.0, 1.0, 1_000.0);
    static final Setting<Long> CAPTURE_COUNT = new Setting<>(100L, 1L, 1_000_000_000L);
    static final Setting<Duration> CAPTURE_PER =
            new Setting<>(Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofDays(30));
    static final Setting<Duration> CAPTURE_AROUND =
            new Setting<>(Duration.ofSeconds(2), Duration.ofMillis(1), Duration.ofHours(1));
    static final Setting<ByteSize> CAPTURE_MAX_BYTES =
            new Setting<>(ByteSize.ofMebibytes(8), new ByteSize(1 << 10), ByteSize.ofMebibytes(1024));
    static final Setting<Long> NEAR_DISTANCE = new Setting<>(3L, 0L, (long) NearDuplicates.MOST_DISTANCE);
    static final Setting<Long> NEAR_AMONG = new Setting<>(64L, 1L, (long) NearDuplicates.MOST_AMONG);
    static final Setting<Duration> NEAR_WITHIN =
            new Setting<>(Duration.ofMinutes(10), Duration.ofMillis(1), Duration.ofDays(30));
    static final Setting<Long> MEDIA_JPEG_QUALITY = new Setting<>(85L, 1L, (long) MediaPolicy.MOST_QUALITY);
    static final Setting<ByteSize> OUTBOX_MAX_BYTES =
            new Setting<>(ByteSize.ofMebibytes(256), ByteSize.ofMebibytes(1), ByteSize.ofMebibytes(1 << 20));
    static final Setting<ByteSize> OUTBOX_KEEP_FREE =
            new Setting<>(ByteSize.ofMebibytes(64), new ByteSize(0), ByteSize.ofMebibytes(1 << 20));
    /** Told as an example; without the key there is no bound. */
    static final Setting<ByteSize> SHIPPING_BYTES_PER_DAY =
            new Setting<>(ByteSize.ofMebibytes(20), new ByteSize(1 << 10), ByteSize.ofMebibytes(1 << 20));
    /** Told as an example; without the key there is no bound. */
    static final Setting<ByteSize> SHIPPING_BYTES_PER_SECOND =
            new Setting<>(new ByteSize(64 << 10), new ByteSize(1 << 10), ByteSize.ofMebibytes(1 << 20));

    /** Told as an example; without the key there is no bound. */
    static final Setting<ByteSize> TRAFFIC_PER_DAY =
            new Setting<>(ByteSize.ofMebibytes(20), new ByteSize(1 << 10), ByteSize.ofMebibytes(1 << 20));

    static final Setting<Duration> TRIAL_TIMEOUT =
            new Setting<>(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1));
    static final Setting<Duration> TRIAL_PROCESSOR_TIME =
            new Setting<>(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1));
    static final Setting<ByteSize> TRIAL_MEMORY =
            new Setting<>(ByteSize.ofMebibytes(1024), ByteSize.ofMebibytes(128), ByteSize.ofMebibytes(1 << 20));
    static final Setting<Long> SOAK_INFERENCES = new Setting<>(200L, 1L, 1_000_000_000L);
    static final Setting<Duration> SOAK_AT_MOST =
            new Setting<>(Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofHours(24));
    static final Setting<Long> SOAK_MAX_FAILURES = new Setting<>(0L, 0L, 1_000_000_000L);
    static final Setting<Double> SOAK_MAX_SLOWDOWN = new Setting<>(5.0, 1.0, 1_000.0);
    static final Setting<Double> SOAK_MAX_DRIFT = new Setting<>(0.8, 0.0, 1.0);
    static final Setting<Duration> LINK_KEEP_ALIVE =
            new Setting<>(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(1));
    static final Setting<Duration> LINK_RECEIPT_PATIENCE =
            new Setting<>(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(1));
    static final Setting<Duration> VITALS_EVERY =
            new Setting<>(Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofHours(1));
    static final Setting<Duration> VITALS_WINDOW =
            new Setting<>(Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(24));
    static final Setting<Long> SERVE_PORT = new Setting<>(8_000L, 0L, 65_535L);

    private Defaults() {}
}
