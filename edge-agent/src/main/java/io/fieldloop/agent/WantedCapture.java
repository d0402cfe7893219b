package io.fieldloop.agent;

import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.config.AgentConfig;
import io.fieldloop.agent.config.ConfigException;
import io.fieldloop.agent.config.RuleJson;
import io.fieldloop.agent.disk.AtomicFile;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.CaptureReport;
import io.fieldloop.protocol.message.CaptureRules;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.StreamCapture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each stream shall capture: what the hub wants, or what the configuration says where the hub wants nothing. Kept over
 * restarts, so that a device without its hub goes on as it was told. Any thread.
 */
final class WantedCapture {
    private static final Logger LOG = LoggerFactory.getLogger(WantedCapture.class);

    /** The longest document in UTF-8, and a line for its revision. */
    private static final int MAX_BYTES = 4 * CaptureRules.MAX_LENGTH + 32;

    private final Map<StreamName, CaptureSettings> configured;
    private final List<ModelName> shadows;
    private final AtomicFile file;

    /** Guarded by this, as what follows. */
    private long newestRevision = Long.MIN_VALUE;

    /** What the hub gave last. */
    private Optional<CaptureRules> told = Optional.empty();

    private volatile Map<StreamName, CaptureSettings> followed;
    private volatile Optional<CaptureReport> report = Optional.empty();

    private WantedCapture(Map<StreamName, CaptureSettings> configured, List<ModelName> shadows, AtomicFile file) {
        this.configured = configured;
        this.shadows = shadows;
        this.file = file;
        this.followed = configured;
    }

    /**
     * What was wanted when the device was last told.
     *
     * @param configured of each stream
     * @param shadows of this device
     * @param path of the file that keeps it, which need not be there
     * @throws IOException if the disk fails
     */
    static WantedCapture open(Map<StreamName, CaptureSettings> configured, List<ModelName> shadows, Path path)
            throws IOException {
        var wanted = new WantedCapture(Map.copyOf(configured), List.copyOf(shadows), new AtomicFile(path));
        Optional<CaptureRules> kept = wanted.kept();
        if (kept.isPresent()) {
            wanted.takeUp(kept.get());
            wanted.told = kept;
        }
        return wanted;
    }

    /** What a stream captures now. */
    CaptureSettings of(StreamName stream) {
        return followed.getOrDefault(stream, CaptureSettings.NOTHING);
    }

    /** What every stream captures now, by its name, to be told. */
    List<StreamCapture> followed() {
        return followed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(StreamName::value)))
                .map(entry -> new StreamCapture(
                        entry.getKey(),
                        entry.getValue().rules().stream().map(RuleJson::of).toList()))
                .toList();
    }

    /** What became of the rules that the hub gave last; empty if it gave none. */
    Optional<CaptureReport> report() {
        return report;
    }

    /**
     * Takes up what the hub wants. A desired state that is older than another one that came before is ignored; rules that make
     * no sense are refused, and those from before stay.
     *
     * @throws IOException if the disk fails; what was captured before is captured on
     */
    synchronized void wanted(DesiredState desired) throws IOException {
        if (desired.revision() < newestRevision) {
            return;
        }
        newestRevision = desired.revision();
        if (desired.capture().isEmpty()) {
            keep("");
            followed = configured;
            report = Optional.empty();
        } else if (!desired.capture().equals(told)) {
            takeUp(desired.capture().get());
        }
        told = desired.capture();
    }

    private void takeUp(CaptureRules rules) throws IOException {
        try {
            Map<StreamName, CaptureSettings> settings = AgentConfig.capture(rules.document(), configured, shadows);
            keep(rules.revision() + "\n" + rules.document());
            followed = settings;
            report = Optional.of(new CaptureReport(rules.revision(), Optional.empty()));
            LOG.info("capture rules {} of the hub are followed", rules.revision());
        } catch (ConfigException e) {
            report = Optional.of(new CaptureReport(rules.revision(), Optional.of(String.valueOf(e.getMessage()))));
            LOG.warn("capture rules {} of the hub are refused: {}", rules.revision(), e.getMessage());
        }
    }

    private void keep(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(content, file.read(MAX_BYTES).orElse(new byte[0]))) {
            file.write(content);
        }
    }

    private Optional<CaptureRules> kept() throws IOException {
        String text = new String(file.read(MAX_BYTES).orElse(new byte[0]), StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = List.of(text.split("\n", 2));
        if (parts.size() == 2
                && parts.getFirst().matches("[1-9]\\d{0,17}")
                && parts.getLast().length() <= CaptureRules.MAX_LENGTH) {
            return Optional.of(new CaptureRules(Long.parseLong(parts.getFirst()), parts.getLast()));
        }
        LOG.warn("{} makes no sense and is moved aside; the hub tells again what it wants", file);
        file.moveAside();
        return Optional.empty();
    }
}
