package io.fieldloop.hub;

import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** Puts samples into the database as ingestion does, without a device. */
public final class TestSamples {
    private final Jdbi jdbi;
    private final DeviceId device = new DeviceId(TestHub.name("camera"));

    private final AtomicInteger sequence = new AtomicInteger();

    /** For one device of its own. */
    public TestSamples(Jdbi jdbi) {
        this.jdbi = jdbi;
        jdbi.useHandle(handle -> handle.execute("INSERT INTO device (id) VALUES (?)", device.value()));
    }

    /** A classification model with these classes. */
    public void putBrief(ModelName model, List<String> labels) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO model VALUES (:model, '', 'image-classification', :labels, 0.5, 0, 0, 0, 0, now())
                        """)
                .bind("model", model)
                .bindArray("labels", String.class, labels)
                .execute());
    }

    /** Samples of falling value; their ids in that order. */
    public List<UUID> insert(ModelName model, int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(insert(
                    model,
                    Sha256.of(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8)),
                    "low",
                    1.0 / (i + 2)));
        }
        return ids;
    }

    /** One sample of this media, which need not be stored. */
    public UUID insert(ModelName model, Sha256 media, String rule, double value) {
        UUID id = UUID.randomUUID();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO sample (id, device_id, epoch, stream, sequence, captured_at, media_type, media,
                            size_bytes, model, version, prediction, confidence, rules, value)
                        VALUES (:id, :device, 1, 'line', :sequence, now(), 'image/png', :media,
                            1, :model, 1, '{"classes": []}', 0, ARRAY[:rule], :value)
                        """)
                .bind("sequence", sequence.incrementAndGet())
                .bind("id", id)
                .bind("device", device)
                .bind("media", media)
                .bind("model", model)
                .bind("rule", rule)
                .bind("value", value)
                .execute());

        return id;
    }
}
