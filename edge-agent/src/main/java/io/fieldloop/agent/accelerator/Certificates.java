package io.fieldloop.agent.accelerator;

import io.fieldloop.agent.accelerator.Finding.Fit;
import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.models.placement.PlacementCertificate;
import io.fieldloop.models.placement.PlacementCertificate.Measured;
import io.fieldloop.models.placement.SignedPlacement;
import io.fieldloop.models.runtime.Placement;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import java.io.IOException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Certifies where the models of this device run, once for each load. Any thread. */
public final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final Accelerators accelerators;
    private final DeviceId device;
    private final PrivateKey key;
    private final Path folder;
    private final InstantSource clock;

    /** The newest of each model; guarded by this. */
    private final Map<ModelName, Certified> newest = new HashMap<>();

    private record Certified(ModelRef model, Loaded loaded, Placement placement, Optional<SignedPlacement> signed) {}

    /**
     * Takes its parts.
     *
     * @param accelerators that loaded the models
     * @param key of the device
     * @param folder for the certificates, one file {@code MODEL.dsse} each; made when it is not there
     */
    public Certificates(Accelerators accelerators, DeviceId device, PrivateKey key, Path folder, InstantSource clock) {
        this.accelerators = accelerators;
        this.device = device;
        this.key = key;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * The certificate of a model that serves; empty if it was not loaded here, or cannot be certified.
     *
     * @param placement where its operators were seen to run
     */
    public synchronized Optional<SignedPlacement> of(ModelRef model, Placement placement) {
        Optional<Loaded> loaded = accelerators.loaded(model);
        Certified known = newest.get(model.model());
        if (loaded.isEmpty()) {
            return Optional.empty();
        }
        if (known != null
                && known.model().equals(model)
                && known.loaded().equals(loaded.get())
                && known.placement().equals(placement)) {
            return known.signed();
        }
        Optional<SignedPlacement> signed = sign(certificate(model, loaded.get(), placement));
        newest.put(model.model(), new Certified(model, loaded.get(), placement, signed));
        signed.ifPresent(certificate -> keep(model.model(), certificate));
        return signed;
    }

    private PlacementCertificate certificate(ModelRef model, Loaded loaded, Placement placement) {
        Fit fit = loaded.chosen().fit();
        if (!fit.placement().equals(placement)) {
            LOG.warn("model={} was tried as {} but runs as {}", model, fit.placement(), placement);
        }
        return new PlacementCertificate(
                device,
                model,
                loaded.chosen().candidate().variant(),
                loaded.file(),
                accelerators.preference(model.model()).candidates(),
                loaded.chosen().candidate().accelerator(),
                loaded.chosen().fallback(),
                placement,
                new Measured(fit.medianMicros(), fit.p95Micros(), fit.microjoules(), fit.distance()),
                loaded.versions(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private Optional<SignedPlacement> sign(PlacementCertificate certificate) {
        try {
            LOG.info(
                    "model={} accelerator={} placement={} standing={}",
                    certificate.model(),
                    certificate.accelerator(),
                    certificate.placement(),
                    certificate.standing());
            return Optional.of(SignedPlacement.sign(certificate, key));
        } catch (InvalidKeyException | IllegalArgumentException e) {
            LOG.error("model={} its placement cannot be certified: {}", certificate.model(), e.getMessage());
            return Optional.empty();
        }
    }

    private void keep(ModelName model, SignedPlacement certificate) {
        try {
            new AtomicFile(folder.resolve(model + ".dsse"))
                    .write(certificate.envelope().toArray());
        } catch (IOException e) {
            LOG.warn("model={} its placement certificate cannot be kept: {}", model, e.getMessage());
        }
    }
}
