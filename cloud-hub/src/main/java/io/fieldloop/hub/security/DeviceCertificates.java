package io.fieldloop.hub.security;

import io.fieldloop.protocol.DeviceId;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Which certificate each device may use: the one that it got last. A device that enrols again makes its older certificate
 * void, wherever a copy of it may be. Thread-safe.
 */
@Singleton
public final class DeviceCertificates {
    private final HubKeys keys;
    private final Jdbi jdbi;
    private final InstantSource clock;

    DeviceCertificates(HubKeys keys, Jdbi jdbi, InstantSource clock) {
        this.keys = keys;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Issues a certificate, which counts from the commit of {@code transaction} on. */
    public X509Certificate issue(Handle transaction, DeviceId device, CertificateRequest request) {
        X509Certificate certificate = keys.authority().certify(device, request);
        transaction
                .createUpdate("""
                        INSERT INTO device_certificate (device_id, fingerprint, issued_at, expires_at)
                        VALUES (:device, :fingerprint, :now, :expiresAt)
                        ON CONFLICT (device_id) DO UPDATE SET
                            fingerprint = excluded.fingerprint,
                            issued_at = excluded.issued_at,
                            expires_at = excluded.expires_at""")
                .bind("device", device)
                .bind("fingerprint", CertificateAuthority.fingerprint(certificate))
                .bind("now", clock.instant())
                .bind("expiresAt", certificate.getNotAfter().toInstant())
                .execute();
        return certificate;
    }

    /**
     * Which device this certificate speaks of; empty if it is of no device, or no longer the device's own.
     *
     * @param certificate one that TLS has found to lead to the authority
     */
    public Optional<DeviceId> deviceOf(X509Certificate certificate) {
        var subject = CertificateSubject.of(certificate);
        if (!subject.unit().equals(CertificateSubject.DEVICES)) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT device_id FROM device_certificate
                        WHERE device_id = :device AND fingerprint = :fingerprint AND expires_at > :now""")
                .bind("device", subject.commonName())
                .bind("fingerprint", CertificateAuthority.fingerprint(certificate))
                .bind("now", clock.instant())
                .mapTo(DeviceId.class)
                .findOne());
    }
}
