package io.fieldloop.agent;

import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.OutboxExport;
import io.fieldloop.agent.deployment.CarriedPackages;
import io.fieldloop.agent.identity.Identity;
import io.fieldloop.agent.identity.IdentityException;
import io.fieldloop.models.bundle.BundleException;
import io.fieldloop.models.bundle.BundleFile;
import io.fieldloop.models.bundle.BundleIndex.Purpose;
import io.fieldloop.models.bundle.BundleWriter;
import io.fieldloop.models.bundle.Part;
import io.fieldloop.models.pack.PackageException;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.HubMessage;
import io.fieldloop.protocol.message.Offer;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.wire.Wire;
import io.fieldloop.protocol.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Carries samples to the hub, and its receipts, packages and rules back, in files. The agent itself must not run meanwhile. */
final class BundleCommand {
    static final List<String> OPTIONS = List.of("--data");

    static final String EXPORT_HELP = """
            Usage: fieldloop agent export-bundle FILE --data DIR

            Writes the samples that wait for the hub into a signed bundle, to be carried to the hub and imported there. They
            wait on, until 'import-bundle' brings the hub's receipts for them. The agent must not run meanwhile.

              FILE         the bundle; replaced when it is there
              --data DIR   the folder for everything the agent keeps
            """;

    static final String IMPORT_HELP = """
            Usage: fieldloop agent import-bundle FILE --data DIR

            Takes up a bundle of the hub: receipts, which let the samples go that they name, or what this device shall serve
            and capture, which the agent does when it runs again. A bundle for another device, one that is older than what
            the hub said before, and one that is damaged are refused, and change nothing. The agent must not run meanwhile.

              FILE         the bundle
              --data DIR   the folder for everything the agent keeps
            """;

    private static final Bounds UNBOUNDED = new Bounds(Long.MAX_VALUE, 0);

    private final Path file;
    private final Path data;
    private final Identity identity;
    private final PrintStream out;

    private BundleCommand(Path file, Path data, PrintStream out) throws IdentityException {
        this.file = file;
        this.data = data;
        this.identity = Identity.load(data);
        this.out = out;
    }

    static BundleCommand of(CommandLine line, PrintStream out) throws UsageException, IdentityException {
        line.requireOperands(1, "a bundle is one file");
        return new BundleCommand(
                AgentCommand.path(line.operands().getFirst()), AgentCommand.path(line.require("--data")), out);
    }

    void write() throws IOException, InterruptedException {
        try (DataFolder folder = DataFolder.claim(data);
                Outbox outbox = Outbox.open(folder.outbox(), UNBOUNDED, new SecureRandom());
                BundleWriter bundle = new BundleWriter(file)) {
            long samples = OutboxExport.write(outbox, bundle);
            bundle.finish(
                    Purpose.SAMPLES,
                    identity.device(),
                    InstantSource.system().instant(),
                    identity.device().value(),
                    identity.key());
            out.printf(
                    "%s holds %d samples. Import it at the hub: fieldloop hub import-bundle %s%n", file, samples, file);
        } catch (InvalidKeyException e) {
            throw new IOException("the device's key cannot sign the bundle", e);
        }
    }

    /** Takes it up, as its purpose is; a bundle that is refused changes nothing. */
    void read() throws IOException, InterruptedException, BundleException {
        try (DataFolder folder = DataFolder.claim(data)) {
            BundleFile bundle =
                    BundleFile.open(file, (envelope, _) -> identity.keys().haveSigned(envelope));
            Purpose purpose = bundle.index().purpose();
            bundle.require(purpose == Purpose.RECEIPTS ? Purpose.RECEIPTS : Purpose.DESIRED, identity.device());
            switch (purpose) {
                case RECEIPTS -> release(bundle, folder);
                case DESIRED -> carry(bundle, folder);
                case SAMPLES -> throw new BundleException("is for a hub");
            }
        }
    }

    private void release(BundleFile bundle, DataFolder folder)
            throws IOException, InterruptedException, BundleException {
        List<Receipts> all = new ArrayList<>();
        for (int part = 0; part < bundle.index().parts().size(); part++) {
            if (!(message(bundle, part) instanceof Receipts receipts)) {
                throw new BundleException("holds something else than receipts");
            }
            all.add(receipts);
        }
        long released = 0;
        try (Outbox outbox = Outbox.open(folder.outbox(), UNBOUNDED, new SecureRandom())) {
            for (Receipts receipts : all) {
                released += outbox.release(receipts);
            }
        }
        out.printf("%d samples are at the hub, and were let go here.%n", released);
    }

    private void carry(BundleFile bundle, DataFolder folder) throws IOException, BundleException {
        if (bundle.index().parts().isEmpty() || !(message(bundle, 0) instanceof DesiredState desired)) {
            throw new BundleException("does not say what this device shall serve");
        }
        LastDesired last = new LastDesired(folder.desired());
        last.requireNotOlder(desired);
        Set<Sha256> kept = new HashSet<>();
        for (int part = 1; part < bundle.index().parts().size(); part++) {
            kept.add(keep(bundle, part, folder.carried()));
        }
        for (Offer offer : desired.offers()) {
            if (!kept.contains(offer.manifest())) {
                throw new BundleException("lacks the package of " + offer.model());
            }
        }
        last.carried(desired);
        CarriedPackages.keepOnly(folder.carried(), kept);
        out.printf(
                "Revision %d is taken up when the agent runs: %s%n",
                desired.revision(), desired.offers().stream().map(Offer::model).toList());
    }

    private Sha256 keep(BundleFile bundle, int number, Path carried) throws IOException, BundleException {
        Part part = bundle.index().parts().get(number);
        return switch (part.content()) {
            case MANIFEST -> keepManifest(bundle.bytes(number, SignedManifest.MAX_SIZE_BYTES), carried);
            case FILE -> {
                try (InputStream content = bundle.content(number)) {
                    CarriedPackages.keep(carried, part.digest(), content);
                }
                yield part.digest();
            }
            case MESSAGE, MEDIA -> throw new BundleException("holds something else than packages");
        };
    }

    private Sha256 keepManifest(byte[] envelope, Path carried) throws IOException, BundleException {
        try {
            Sha256 manifest = Sha256.of(identity.keys().verify(new SignedManifest(Bytes.wrap(envelope))));
            CarriedPackages.keep(carried, manifest, envelope);
            return manifest;
        } catch (PackageException e) {
            throw new BundleException("holds a package that is not to be trusted: " + e.getMessage(), e);
        }
    }

    private static HubMessage message(BundleFile bundle, int part) throws IOException, BundleException {
        try {
            return Wire.decodeHubMessage(bundle.bytes(part, Wire.MAX_MESSAGE_BYTES));
        } catch (WireException e) {
            throw new BundleException("holds a message that makes no sense: " + e.failure(), e);
        }
    }
}
