package io.fieldloop.agent;

import io.fieldloop.agent.accelerator.Accelerators;
import io.fieldloop.agent.accelerator.Certificates;
import io.fieldloop.agent.accelerator.Preference;
import io.fieldloop.agent.capture.Allowance;
import io.fieldloop.agent.capture.Outbox;
import io.fieldloop.agent.capture.Requests;
import io.fieldloop.agent.capture.Shipping;
import io.fieldloop.agent.capture.UploadTarget;
import io.fieldloop.agent.capture.Uploading;
import io.fieldloop.agent.capture.http.HttpUploadTarget;
import io.fieldloop.agent.config.AgentConfig;
import io.fieldloop.agent.deployment.CarriedPackages;
import io.fieldloop.agent.deployment.Deadlines;
import io.fieldloop.agent.deployment.DeploymentRules;
import io.fieldloop.agent.deployment.Deployments;
import io.fieldloop.agent.deployment.Packages;
import io.fieldloop.agent.deployment.Retries;
import io.fieldloop.agent.deployment.http.HttpPackageSource;
import io.fieldloop.agent.deployment.trial.ChildProbe;
import io.fieldloop.agent.deployment.trial.MeasuredTrial;
import io.fieldloop.agent.disk.PackageStore;
import io.fieldloop.agent.health.Behaviours;
import io.fieldloop.agent.health.ServiceManager;
import io.fieldloop.agent.health.StreamBehaviour;
import io.fieldloop.agent.health.VitalSigns;
import io.fieldloop.agent.identity.Identity;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.LinkSettings;
import io.fieldloop.agent.link.LinkSettings.Broker;
import io.fieldloop.agent.link.LinkSettings.Hearing;
import io.fieldloop.agent.link.LinkSettings.LastWill;
import io.fieldloop.agent.link.LocalLinks;
import io.fieldloop.agent.link.Route;
import io.fieldloop.agent.link.http.HubClient;
import io.fieldloop.agent.serve.ApiSettings;
import io.fieldloop.agent.serve.DeployedModels;
import io.fieldloop.agent.serve.LocalApi;
import io.fieldloop.agent.serve.ModelSettings;
import io.fieldloop.agent.sink.Sink;
import io.fieldloop.agent.source.Source;
import io.fieldloop.agent.traffic.MeteredLink;
import io.fieldloop.agent.traffic.MeteredUploads;
import io.fieldloop.agent.traffic.TrafficClass;
import io.fieldloop.agent.traffic.TrafficMeter;
import io.fieldloop.models.runtime.Runtimes;
import io.fieldloop.protocol.StreamName;
import io.fieldloop.protocol.message.Hello;
import io.fieldloop.protocol.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent, put together of its features. To be started once, and closed. */
public final class AgentApplication implements AutoCloseable {
    /** What packages must leave free on the disk, for the outbox and for others. */
    private static final long RESERVED_BYTES = 64L << 20;

    /** How long the link waits at most for the models that serve again. */
    private static final Duration FIRST_ANSWERS = Duration.ofSeconds(1);

    private static final Duration TRANSFER_PATIENCE = Duration.ofSeconds(30);
    private static final Duration BUDGETED_DOWNLOAD = Duration.ofDays(365);

    private final AgentConfig config;
    private final Identity identity;
    private final Parts parts;
    private final ServiceManager serviceManager = ServiceManager.of(System.getenv());

    /** What was begun, the latest first: the order in which it is ended. */
    private final Deque<AutoCloseable> begun = new ArrayDeque<>();

    private AgentApplication(AgentConfig config, Identity identity, Parts parts) {
        this.config = config;
        this.identity = identity;
        this.parts = parts;
    }

    /** The agent's command line; {@link AgentCommand} tells the options and exit codes. */
    public static void main(String[] arguments) {
        Logging.configure();
        System.exit(new AgentCommand(System.out, System.err).execute(List.of(arguments)));
    }

    /**
     * Starts an agent.
     *
     * @param data the folder that holds everything it keeps
     * @throws IOException if the folder is in use, or the disk fails
     */
    public static AgentApplication start(AgentConfig config, Identity identity, Path data, Parts parts)
            throws IOException {
        AgentApplication agent = new AgentApplication(config, identity, parts);
        try {
            agent.start(agent.until(DataFolder.claim(data)));
            return agent;
        } catch (IOException | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    private void start(DataFolder data) throws IOException {
        Runtimes runtimes = Runtimes.available();
        ModelPools pools = until(new ModelPools(config));
        TrafficMeter meter = until(TrafficMeter.open(data.traffic(), config.traffic(), parts.clock()));
        Link link = new MeteredLink(parts.link().apply(linkSettings()), meter);
        WantedCapture capture = WantedCapture.open(
                config.capture(), config.shadows(), data.capture().resolve("wanted"));
        var pipelines = new Pipelines();
        Accelerators accelerators = new Accelerators(
                runtimes,
                new ChildProbe(config.trial(), data.trials()),
                identity.device(),
                config.accelerators(),
                data.accelerators());
        Certificates certificates =
                new Certificates(accelerators, identity.device(), identity.key(), data.placements(), parts.clock());
        Hello hello = hello(runtimes);
        Announcements announcements = new Announcements(
                identity.device(),
                link,
                parts.clock(),
                () -> hello.saidAt(parts.uptime().get()),
                () -> new Standing(pipelines.serving(certificates), capture.report(), capture.followed()));
        HubClient hub = until(new HubClient(identity.hub(), identity.tls(), TRANSFER_PATIENCE));
        HttpPackageSource packages = new HttpPackageSource(hub, meter);
        Deployments deployments = until(deployments(data, packages, accelerators, announcements));
        // Loads what served before, which takes the longest, while the rest is opened.
        deployments.start(pools.all());
        Outbox outbox = until(Outbox.open(data.outbox(), config.outbox(), parts.random()));
        Route route = new Route(identity.mqttHost(), identity.mqttPort());
        Allowance allowance = new Allowance(config.shipping(), outbox, route::networkInterface, parts.clock());
        Uploading uploading = until(uploading(outbox, hub, allowance, meter));
        Shipping shipping = until(shipping(outbox, until(link), allowance));
        begun.push(announcements::farewell);
        // Ended before the last word, though begun before the rest.
        until(deployments);
        Behaviours behaviours = until(behaviours(data, pools.ofStreams()));
        var links = new LocalLinks(identity.device(), parts.link());
        for (AgentConfig.Stream stream : config.streams()) {
            Capturing capturing = capturing(stream, capture, pools, data, outbox);
            pipelines.add(until(pipeline(stream, links, pools.of(stream), behaviours.of(stream.name()), capturing)));
        }

        shipping.start();
        uploading.start();
        pipelines.start();
        if (config.serve().isPresent()) {
            until(LocalApi.start(
                    new DeployedModels(pools.all(), ModelSettings.DEFAULT),
                    pipelines.pushed(),
                    ApiSettings.loopback(config.serve().get().port())));
        }
        Conversation conversation = new Conversation(
                announcements, outbox, shipping, deployments, capture, new LastDesired(data.desired()));
        conversation.followCarried();
        // On a small processor the handshake would keep what serves again from its first answers.
        deployments.awaitRestored(FIRST_ANSWERS);
        LastRuntimes needed = new LastRuntimes(data.runtimes(), runtimes);
        needed.remember();
        link.start(conversation);
        DriftWatch drift = new DriftWatch(pools.all(), accelerators, deployments, parts.clock());
        VitalSigns vitals = vitals(link, pools.ofStreams(), pipelines, outbox, packages);
        tellRegularly(() -> {
            tell(announcements, vitals, behaviours, drift, meter);
            needed.remember();
        });
        Log.LOG.info("device={} hub={} streams={} runtimes={}", identity.device(), identity.hub(), names(), runtimes);
    }

    /** Ends everything in good order: no new samples, then the last word to the hub, then the disk. */
    @Override
    public void close() {
        Log.LOG.info("device={} the agent ends", identity.device());
        while (!begun.isEmpty()) {
            AutoCloseable last = begun.pop();
            try {
                last.close();
            } catch (Exception e) {
                // The outermost frame of the end of each part: one that fails must not keep the others from theirs.
                Log.LOG.error("{} did not end in good order", last, e);
            }
        }
    }

    private Behaviours behaviours(DataFolder data, Collection<InferencePool> pools) throws IOException {
        AgentConfig.Vitals vitals = config.vitals();
        vitals.embedding().ifPresent(output -> pools.forEach(pool -> pool.bring(output)));
        return Behaviours.open(data.behaviour(), vitals.window(), vitals.embedding(), parts.clock(), parts.random());
    }

    private Pipeline pipeline(
            AgentConfig.Stream stream,
            LocalLinks links,
            InferencePool pool,
            StreamBehaviour behaviour,
            Capturing capturing)
            throws IOException {
        return new Pipeline(
                Source.open(stream.source(), stream.name(), links),
                pool,
                behaviour,
                capturing,
                sinks(stream, links),
                parts.clock());
    }

    private Capturing capturing(
            AgentConfig.Stream stream, WantedCapture capture, ModelPools pools, DataFolder data, Outbox outbox)
            throws IOException {
        StreamName name = stream.name();
        Requests requests = Requests.open(data.capture().resolve(name + ".requests"));
        return new Capturing(
                name,
                () -> capture.of(name),
                new Capturing.Models(pools.of(stream)::bring, pools.shadows()),
                parts.random(),
                requests,
                outbox,
                parts.uptime());
    }

    private Uploading uploading(Outbox outbox, HubClient hub, Allowance allowance, TrafficMeter meter) {
        UploadTarget target = new MeteredUploads(new HttpUploadTarget(hub), meter);
        return new Uploading(outbox, target, allowance, Backoff.ofDevice(parts.random()));
    }

    private Shipping shipping(Outbox outbox, Link link, Allowance allowance) {
        return new Shipping(
                outbox, link, identity.device(), allowance, config.link().receiptPatience(), parts.random());
    }

    private List<Sink> sinks(AgentConfig.Stream stream, LocalLinks links) {
        return stream.sinks().stream()
                .map(settings -> until(Sink.open(settings, links, parts.random())))
                .toList();
    }

    private Deployments deployments(
            DataFolder data, HttpPackageSource packages, Accelerators accelerators, Announcements announcements)
            throws IOException {
        PackageStore store = new PackageStore(data.packages(), RESERVED_BYTES);
        return new Deployments(
                new Packages(
                        new CarriedPackages(data.carried(), packages),
                        store,
                        identity.keys(),
                        accelerators,
                        Retries.DOWNLOAD),
                new MeasuredTrial(accelerators),
                parts.journal().apply(data.deployments()),
                announcements,
                new DeploymentRules(config.soak(), deadlines()),
                parts.clock());
    }

    /** With a budget a download may take as long as the days that it is spread over. */
    private Deadlines deadlines() {
        Deadlines usual = Deadlines.around(config.trial().timeout(), Preference.MAX_PROBES, config.soak());
        return config.traffic().bounds(TrafficClass.MODELS) ? usual.withDownload(BUDGETED_DOWNLOAD) : usual;
    }

    private VitalSigns vitals(
            Link link,
            Collection<InferencePool> pools,
            Pipelines pipelines,
            Outbox outbox,
            HttpPackageSource packages) {
        return new VitalSigns(
                parts.clock(),
                link,
                pools,
                new VitalSigns.Streams(pipelines::skipped, pipelines::suppressed, pipelines::shadows),
                outbox::bytes,
                packages::bytesReceived);
    }

    private LinkSettings linkSettings() {
        return new LinkSettings(
                new Broker(identity.mqttHost(), identity.mqttPort()),
                identity.device().value(),
                Optional.of(identity.tls()),
                config.link().keepAlive(),
                Hearing.of(List.of(Topics.receipts(identity.device()), Topics.desired(identity.device()))),
                Optional.of(new LastWill(Topics.state(identity.device()), Announcements.lastWill(parts.clock()))));
    }

    private Hello hello(Runtimes runtimes) {
        return new Hello(
                AgentVersion.text(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                runtimes.describe(),
                parts.clock().instant());
    }

    private void tellRegularly(Runnable tell) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("vitals").daemon().factory());
        begun.push(executor::shutdownNow);
        long everyNanos = config.vitals().every().toNanos();
        var _ = executor.scheduleAtFixedRate(tell, everyNanos, everyNanos, TimeUnit.NANOSECONDS);
        serviceManager.aliveEvery().map(Duration::toNanos).ifPresent(every -> {
            var _ = executor.scheduleAtFixedRate(serviceManager::alive, every, every, TimeUnit.NANOSECONDS);
        });
        serviceManager.ready();
        begun.push(serviceManager::stopping);
    }

    /** The outermost frame of one telling: if it fails, the next one is tried all the same. */
    private void tell(
            Announcements announcements,
            VitalSigns vitals,
            Behaviours behaviours,
            DriftWatch drift,
            TrafficMeter meter) {
        try {
            announcements.state();
            announcements.vitals(
                    () -> vitals.take(meter.days()).saidAt(parts.uptime().get()));
            boolean isHeldBack = meter.isSpent(TrafficClass.VITALS);
            behaviours.look(isHeldBack ? Behaviours.Sender.NONE : announcements::behaviour);
            meter.save();
            drift.look();
        } catch (RuntimeException e) {
            Log.LOG.error("the device cannot tell how it is", e);
        }
    }

    private String names() {
        return config.streams().stream()
                .map(stream -> stream.name() + ":" + stream.model())
                .collect(Collectors.joining(","));
    }

    private <T extends AutoCloseable> T until(T part) {
        begun.push(part);
        return part;
    }

    /** Apart, so that it is made after {@link #main} has set the log up. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(AgentApplication.class);
    }
}
