package io.fieldloop.hub.devices;

import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.hub.security.CertificateRequest;
import io.fieldloop.hub.security.DeviceCertificates;
import io.fieldloop.hub.security.Secret;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a device becomes known: an operator makes a token for its id, the device brings the token and its key, and gets a
 * certificate that names the id. A token serves one key. Thread-safe.
 */
@Singleton
class Enrolment {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    private final Jdbi jdbi;
    private final DeviceTable devices;
    private final DeviceCertificates certificates;
    private final Audit audit;
    private final JsonColumns json;
    private final InstantSource clock;

    Enrolment(
            Jdbi jdbi,
            DeviceTable devices,
            DeviceCertificates certificates,
            Audit audit,
            JsonColumns json,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.devices = devices;
        this.certificates = certificates;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** Lets a device enrol once, until {@code validFor} from now; {@code actor} is who says so. */
    Permit permit(DeviceId device, Map<String, String> labels, Duration validFor, String actor) {
        Secret secret = Secret.random();
        Instant expiresAt = clock.instant().plus(validFor);
        jdbi.useTransaction(transaction -> {
            transaction
                    .createUpdate("""
                            INSERT INTO enrolment_token (digest, device_id, labels, created_by, expires_at)
                            VALUES (:digest, :device, :labels::jsonb, :actor, :expiresAt)""")
                    .bind("digest", secret.digest())
                    .bind("device", device)
                    .bind("labels", json.text(labels))
                    .bind("actor", actor)
                    .bind("expiresAt", expiresAt)
                    .execute();
            audit.record(transaction, actor, "enrolment-token.create", device.value());
        });
        return new Permit(secret, expiresAt);
    }

    /**
     * Enrols the device that a token is for. An answer that was lost on its way is given again to the same key.
     *
     * @return empty if the token is not known, has expired, or has served another key
     */
    Optional<Enrolled> enrol(Secret token, CertificateRequest request) {
        Sha256 key = Sha256.of(request.key().getEncoded());
        Optional<Enrolled> enrolled =
                jdbi.inTransaction(transaction -> use(transaction, token, key).map(permitted -> {
                    devices.enrol(transaction, permitted.device(), permitted.labels(), clock.instant());
                    X509Certificate certificate = certificates.issue(transaction, permitted.device(), request);
                    audit.record(
                            transaction,
                            permitted.device().value(),
                            "device.enrol",
                            permitted.device().value());
                    return new Enrolled(permitted.device(), certificate);
                }));
        enrolled.ifPresent(e -> LOG.info("device enrolled device={}", e.device()));
        return enrolled;
    }

    private Optional<Permitted> use(Handle transaction, Secret token, Sha256 key) {
        return transaction
                .createQuery("""
                        UPDATE enrolment_token SET used_by = :key
                        WHERE digest = :digest AND expires_at > :now AND (used_by IS NULL OR used_by = :key)
                        RETURNING device_id, labels""")
                .bind("digest", token.digest())
                .bind("key", key)
                .bind("now", clock.instant())
                .map((row, _) -> new Permitted(
                        new DeviceId(row.getString("device_id")), json.readMap(row.getString("labels"), String.class)))
                .findOne();
    }

    /** A token for a device. */
    record Permit(Secret secret, Instant expiresAt) {}

    /** A device with its certificate. */
    record Enrolled(DeviceId device, X509Certificate certificate) {}

    private record Permitted(DeviceId device, Map<String, String> labels) {}
}
