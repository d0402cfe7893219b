package io.fieldloop.agent.config;

import static java.util.Objects.requireNonNull;

import io.fieldloop.agent.accelerator.AcceleratorRules;
import io.fieldloop.agent.capture.Bounds;
import io.fieldloop.agent.capture.CaptureSettings;
import io.fieldloop.agent.capture.ShippingRules;
import io.fieldloop.agent.deployment.Soak;
import io.fieldloop.agent.deployment.trial.TrialLimits;
import io.fieldloop.agent.sink.SinkSettings;
import io.fieldloop.agent.source.SourceSettings;
import io.fieldloop.agent.traffic.TrafficBudgets;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.StreamName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that can be set on a device. {@code docs/agent-config.md} tells it to people.
 *
 * @param streams at least one, with different names
 * @param shadows the models that rules of streams may hold theirs against, each once; loaded besides those of the streams
 * @param outbox what waits for the hub
 * @param shipping when and how much of it goes
 * @param traffic how many bytes may go in a day, besides samples
 * @param trial of an offered model
 * @param soak of a new model
 * @param link to the hub
 * @param vitals that are reported
 * @param serve where programs of this device ask its models; empty when nobody may
 * @param accelerators what may compute the models
 */
public record AgentConfig(
        List<Stream> streams,
        List<ModelName> shadows,
        Bounds outbox,
        ShippingRules shipping,
        TrafficBudgets traffic,
        TrialLimits trial,
        Soak soak,
        Link link,
        Vitals vitals,
        Optional<Serve> serve,
        AcceleratorRules accelerators) {
    /** Takes copies of what it lists. */
    public AgentConfig {
        streams = List.copyOf(streams);
        shadows = List.copyOf(shadows);
    }

    /**
     * Reads a file of YAML.
     *
     * @throws IOException if the file cannot be read
     * @throws ConfigException if it is not a configuration
     */
    public static AgentConfig read(Path file) throws IOException, ConfigException {
        return ConfigReader.read(file);
    }

    /** What each stream captures by this configuration. */
    public Map<StreamName, CaptureSettings> capture() {
        return streams.stream().collect(Collectors.toMap(Stream::name, Stream::capture));
    }

    /**
     * Reads what a hub wants captured: a part of the configuration, in which a stream may keep its own rules and have others
     * besides ({@code also}).
     *
     * @param document YAML, and so JSON
     * @param configured what the streams of this device capture by their configuration
     * @param shadows of this device
     * @return what they then capture
     * @throws ConfigException if it makes no sense on this device
     */
    public static Map<StreamName, CaptureSettings> capture(
            String document, Map<StreamName, CaptureSettings> configured, List<ModelName> shadows)
            throws ConfigException {
        return CaptureReader.read(document, configured, shadows);
    }

    /** The JSON Schema (draft 2020-12) of such a file, for editors; what it cannot say, {@link #read} does. */
    public static String schema() {
        try (InputStream schema = AgentConfig.class.getResourceAsStream("agent-config.schema.json")) {
            return new String(requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the agent lacks a part of itself", e);
        }
    }

    /**
     * Images or sound that are put to a model.
     *
     * @param name of the stream
     * @param model that answers
     * @param source of them
     * @param capture which images or clips of sound are kept for the hub
     * @param sinks where the predictions go on or near the device
     */
    public record Stream(
            StreamName name,
            ModelName model,
            SourceSettings source,
            CaptureSettings capture,
            List<SinkSettings> sinks) {
        /** Takes a copy of the sinks. */
        public Stream {
            sinks = List.copyOf(sinks);
        }
    }

    /**
     * The connection to the hub.
     *
     * @param keepAlive after how long of silence a sign of life is sent
     * @param receiptPatience after how long without the hub's receipt a sample is sent again
     */
    public record Link(Duration keepAlive, Duration receiptPatience) {}

    /**
     * What the device tells of itself.
     *
     * @param every how often
     * @param window over how long it tells how its models behave
     * @param embedding the output of its models that says what an input is like; empty for none
     */
    public record Vitals(Duration every, Duration window, Optional<String> embedding) {}

    /**
     * The local API.
     *
     * @param port of this machine only; 0 takes a free one
     */
    public record Serve(int port) {}
}
