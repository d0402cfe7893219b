package io.fieldloop.hub.devices;

import io.fieldloop.hub.security.DeviceCertificates;
import io.fieldloop.models.placement.PlacementCertificate;
import io.fieldloop.models.placement.SignedPlacement;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.Serving;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Believes what devices say of where their models run, if they signed it. Thread-safe. */
@Singleton
class Placements {
    private static final Logger LOG = LoggerFactory.getLogger(Placements.class);

    private final DeviceCertificates certificates;

    Placements(DeviceCertificates certificates) {
        this.certificates = certificates;
    }

    /** What is proven of a serving model; empty when nothing is. */
    Optional<ServedPlacement> proven(Handle transaction, DeviceId device, Serving serving) {
        Optional<Bytes> signed = serving.placement();
        if (signed.isEmpty()) {
            return Optional.empty();
        }
        Optional<PublicKey> key = certificates.keyOf(transaction, device);
        if (key.isEmpty()) {
            LOG.info("device={} its placement cannot be verified before it enrols again", device);
            return Optional.empty();
        }
        try {
            PlacementCertificate certificate = new SignedPlacement(signed.get()).verify(key.get());
            requireOf(certificate, device, serving);
            return Optional.of(ServedPlacement.of(certificate));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            LOG.warn("device={} stream={} placement refused: {}", device, serving.stream(), e.getMessage());
            return Optional.empty();
        }
    }

    private static void requireOf(PlacementCertificate certificate, DeviceId device, Serving serving) {
        if (!certificate.device().equals(device)
                || !certificate.model().equals(serving.model())
                || !certificate.variant().equals(serving.variant())
                || !certificate.accelerator().name().equals(serving.accelerator())) {
            throw new IllegalArgumentException("it certifies %s as %s on %s of device %s"
                    .formatted(
                            certificate.model(),
                            certificate.variant(),
                            certificate.accelerator(),
                            certificate.device()));
        }
    }
}
