package io.fieldloop.agent.health;

import io.fieldloop.agent.inference.Counters;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.process.ResidentMemory;
import io.fieldloop.protocol.message.DayTraffic;
import io.fieldloop.protocol.message.ShadowCounts;
import io.fieldloop.protocol.message.Vitals;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Takes the device's vitals. Any thread. */
public final class VitalSigns {
    private final InstantSource clock;
    private final Link link;
    private final List<InferencePool> pools;
    private final Streams streams;
    private final LongSupplier outboxBytes;
    private final LongSupplier downloadedBytes;

    /**
     * Takes what there is to look at.
     *
     * @param outboxBytes what waits for the hub
     * @param downloadedBytes what was received besides the link
     */
    public VitalSigns(
            InstantSource clock,
            Link link,
            Collection<InferencePool> pools,
            Streams streams,
            LongSupplier outboxBytes,
            LongSupplier downloadedBytes) {
        this.clock = clock;
        this.link = link;
        this.pools = List.copyOf(pools);
        this.streams = streams;
        this.outboxBytes = outboxBytes;
        this.downloadedBytes = downloadedBytes;
    }

    /**
     * The vitals now. With several models, the latencies are those of the slowest.
     *
     * @param days what went on the last days
     */
    public Vitals take(List<DayTraffic> days) {
        List<Counters> counters = pools.stream().map(InferencePool::counters).toList();
        Link.Traffic traffic = link.traffic();
        return new Vitals(
                clock.instant(),
                sum(counters, Counters::inferences),
                streams.skipped.getAsLong(),
                sum(counters, Counters::failed),
                most(counters, Counters::latencyP50Micros),
                most(counters, Counters::latencyP95Micros),
                ResidentMemory.ownBytes().orElse(0),
                outboxBytes.getAsLong(),
                traffic.sentBytes(),
                traffic.receivedBytes() + downloadedBytes.getAsLong(),
                streams.suppressed.getAsLong(),
                days,
                streams.shadows.get(),
                Optional.empty());
    }

    private static long sum(List<Counters> counters, ToLongFunction<Counters> count) {
        return counters.stream().mapToLong(count).sum();
    }

    private static long most(List<Counters> counters, ToLongFunction<Counters> latency) {
        return counters.stream().mapToLong(latency).max().orElse(0);
    }

    /**
     * What all streams count.
     *
     * @param skipped inputs that could not be read
     * @param suppressed inputs that were not captured because they are like one that was
     * @param shadows what came of asking those of the streams that have one
     */
    public record Streams(LongSupplier skipped, LongSupplier suppressed, Supplier<List<ShadowCounts>> shadows) {}
}
