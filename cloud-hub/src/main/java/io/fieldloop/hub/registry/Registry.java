package io.fieldloop.hub.registry;

import io.fieldloop.hub.database.JsonColumns;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.security.Audit;
import io.fieldloop.hub.security.HubKeys;
import io.fieldloop.hub.security.SigningKey;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.pack.ManifestSigner;
import io.fieldloop.models.pack.PackageException;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.models.pack.TrustedKeys;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.Sha256;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Models, their versions and how these did. Thread-safe. */
@Singleton
public final class Registry {
    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    private final Jdbi jdbi;
    private final JsonColumns json;
    private final InstantSource clock;
    private final Inspector inspector;
    private final Audit audit;
    private final ManifestSigner signer;
    private final TrustedKeys trusted;

    Registry(Jdbi jdbi, JsonColumns json, InstantSource clock, Inspector inspector, Audit audit, HubKeys keys) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
        this.inspector = inspector;
        this.audit = audit;
        SigningKey key = keys.signingKey();
        this.signer = new ManifestSigner(key.privateKey(), key.id());
        this.trusted = new TrustedKeys(Map.of(key.id(), key.publicKey()));
    }

    /**
     * Writes a brief, or replaces it. Once there is a version, task and labels stay as they are: what they say is signed.
     *
     * @throws ProblemException if a field is wrong, or task or labels would change
     */
    void putBrief(ModelName model, Brief brief, String by) {
        brief.checked();
        jdbi.useTransaction(transaction -> {
            var table = new RegistryTable(transaction, json);
            Optional<Brief> before = table.lockBrief(model);
            boolean isSame = before.map(
                            b -> b.task().equals(brief.task()) && b.labels().equals(brief.labels()))
                    .orElse(true);
            if (!isSame && !table.versions(model, brief).isEmpty()) {
                throw ProblemException.conflict(
                        "model %s has versions, so its task and labels cannot change; make another model"
                                .formatted(model));
            }
            table.putBrief(model, brief, now());
            audit.record(transaction, by, "brief.put", model.value());
        });
    }

    /**
     * The brief of a model.
     *
     * @throws ProblemException if there is no such model
     */
    public Brief brief(ModelName model) {
        return in(table -> table.brief(model)).orElseThrow(() -> ProblemException.notFound("model", model));
    }

    /**
     * A model with all its versions.
     *
     * @throws ProblemException if there is none
     */
    public Model model(ModelName model) {
        Brief brief = brief(model);
        return new Model(model.value(), brief, in(table -> table.versions(model, brief)));
    }

    /** The names of models in their order, those after {@code after}. */
    List<ModelName> models(@Nullable String after, int limit) {
        return in(table -> table.models(after, limit));
    }

    /**
     * A version.
     *
     * @throws ProblemException if there is none
     */
    public Version require(ModelRef ref) {
        Brief brief = brief(ref.model());
        return in(table -> table.version(ref, brief)).orElseThrow(() -> ProblemException.notFound("version", ref));
    }

    /** The version that a run made, if it has made one. */
    public Optional<Integer> versionOfRun(UUID run) {
        return in(table -> table.versionOfRun(run));
    }

    /** How a version did, the newest first. */
    public List<Evaluation> evaluations(ModelRef ref) {
        Brief brief = brief(ref.model());
        return in(table -> table.evaluations(ref, brief));
    }

    /** Keeps how a version did on a part of a snapshot; replaces what was known of that. */
    public void evaluated(ModelRef ref, Evaluation evaluation) {
        jdbi.useTransaction(transaction -> new RegistryTable(transaction, json).putEvaluation(ref, evaluation));
        LOG.info(
                "version evaluated model={} snapshot={} part={} accuracy={}",
                ref,
                evaluation.snapshot(),
                evaluation.part(),
                evaluation.value());
    }

    /**
     * Looks into a draft, and registers it as the model's next version.
     *
     * @param by the name of who is signed in, or of the run that made it
     * @throws RefusedModelException if it cannot be used
     * @throws ProblemException if there is no such model
     * @throws IOException if a file of it is not stored, or it cannot be looked into
     */
    public ModelRef register(Draft draft, String by) throws RefusedModelException, IOException, InterruptedException {
        Brief brief = brief(draft.model());
        Manifest manifest = inspector.inspect(draft, brief, now());
        ModelRef ref = jdbi.inTransaction(transaction -> {
            var table = new RegistryTable(transaction, json);
            Manifest numbered = numbered(manifest, table.nextVersion(draft.model()));
            byte[] payload = ManifestJson.write(numbered);
            SignedManifest signed = signer.sign(payload);
            table.insert(numbered, Sha256.of(payload), signed.envelope());
            audit.record(transaction, by, "version.register", numbered.model().toString());
            return numbered.model();
        });
        LOG.info("version registered model={} origin={}", ref, draft.lineage().origin());
        return ref;
    }

    private static Manifest numbered(Manifest manifest, int version) {
        return new Manifest(
                new ModelRef(manifest.model().model(), version),
                manifest.task(),
                manifest.variants(),
                manifest.preprocessing(),
                manifest.postprocessing(),
                manifest.labels(),
                manifest.goldens(),
                manifest.limits(),
                manifest.lineage(),
                manifest.createdAt());
    }

    /**
     * The manifest of a version, its signature verified again.
     *
     * @throws ProblemException if there is no such version
     */
    public Manifest manifest(ModelRef ref) {
        byte[] envelope = envelope(new Sha256(require(ref).manifest())).orElseThrow();
        try {
            return ManifestJson.read(trusted.verify(new SignedManifest(Bytes.wrap(envelope))));
        } catch (PackageException e) {
            throw new IllegalStateException("the stored manifest of %s is damaged".formatted(ref), e);
        }
    }

    /** The signed manifest of a package, if there is one of this identity. */
    public Optional<byte[]> envelope(Sha256 manifest) {
        return in(table -> table.envelope(manifest));
    }

    /** Whether a file belongs to a package. */
    boolean isPackageFile(Sha256 file) {
        return in(table -> table.isPackageFile(file));
    }

    private <T> T in(Function<RegistryTable, T> work) {
        return jdbi.withHandle(handle -> work.apply(new RegistryTable(handle, json)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
