package io.fieldloop.hub.security;

import io.fieldloop.protocol.DeviceId;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
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
    private final BeanProvider<HubKeys> keys; // a process that only looks certificates up has none
    private final Jdbi jdbi;
    private final InstantSource clock;

    DeviceCertificates(BeanProvider<HubKeys> keys, Jdbi jdbi, InstantSource clock) {
        this.keys = keys;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Issues a certificate, which counts from the commit of {@code transaction} on. */
    public X509Certificate issue(Handle transaction, DeviceId device, CertificateRequest request) {
        X509Certificate certificate = keys.get().authority().certify(device, request);
        transaction
                .createUpdate("""
                        INSERT INTO device_certificate (device_id, fingerprint, public_key, issued_at, expires_at)
                        VALUES (:device, :fingerprint, :publicKey, :now, :expiresAt)
                        ON CONFLICT (device_id) DO UPDATE SET
                            fingerprint = excluded.fingerprint,
                            public_key = excluded.public_key,
                            issued_at = excluded.issued_at,
                            expires_at = excluded.expires_at""")
                .bind("device", device)
                .bind("fingerprint", CertificateAuthority.fingerprint(certificate))
                .bind("publicKey", certificate.getPublicKey().getEncoded())
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

    /** By which a device signs; empty if it has no certificate, or got it before the hub kept the key. */
    public Optional<PublicKey> keyOf(Handle transaction, DeviceId device) {
        return transaction
                .createQuery(
                        "SELECT public_key FROM device_certificate WHERE device_id = :device AND public_key IS NOT NULL")
                .bind("device", device)
                .mapTo(byte[].class)
                .findOne()
                .map(DeviceCertificates::key);
    }

    private static PublicKey key(byte[] encoded) {
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the hub kept a key that it cannot read", e);
        }
    }
}
