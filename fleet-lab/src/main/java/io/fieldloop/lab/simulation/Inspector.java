package io.fieldloop.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import io.fieldloop.lab.simulation.SimulationReport.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the files of devices against what the hub shows, and both against what must be. It asks neither agent nor hub whether
 * they think that all is well. One thread.
 */
final class Inspector {
    private static final int TAIL = 20;

    private final HubClient hub;

    /** What the hub showed last of each life of each outbox. */
    private final Map<String, Map<Long, HubAccount>> shown = new HashMap<>();

    private final Set<String> damaged = new HashSet<>();

    /** Before anything was captured; the clocks of devices jump, the hub's does not. */
    private final Instant began = InstantSource.system().instant();

    Inspector(HubClient hub) {
        this.hub = hub;
    }

    /** The outbox of a device was damaged: what stood in it may be gone from the device, but not from what the hub shows. */
    void damaged(DeviceFolder device) {
        damaged.add(device.id());
    }

    /** What is wrong with a device that sees nothing new just now. */
    List<Violation> check(DeviceFolder device) throws IOException, InterruptedException, HubException {
        List<String> wrong = new ArrayList<>();
        long dealtWith = dealtWith(device);
        Optional<DeviceLedger> before = ledger(device, wrong);
        Map<Long, HubAccount> accounts = HubAccount.of(hub, device.id());
        Optional<DeviceLedger> after = ledger(device, wrong);
        if (before.isPresent() && after.isPresent()) {
            checkLedger(after.get(), dealtWith, damaged.contains(device.id()), wrong);
            if (before.get().epoch() == after.get().epoch()) {
                checkAccount(
                        before.get(), accounts.getOrDefault(after.get().epoch(), HubAccount.NONE), after.get(), wrong);
            }
        }
        checkMemory(shown.getOrDefault(device.id(), Map.of()), accounts, wrong);
        shown.put(device.id(), accounts);
        return violations(device, wrong);
    }

    private static void checkLedger(DeviceLedger ledger, long dealtWith, boolean damaged, List<String> wrong) {
        if (!ledger.addsUp()) {
            wrong.add("the ledger does not add up: " + ledger);
        }
        if (!damaged && ledger.captured() < dealtWith) {
            wrong.add(
                    "the agent has dealt with %d images, but captured only %d".formatted(dealtWith, ledger.captured()));
        }
    }

    private static void checkAccount(DeviceLedger before, HubAccount account, DeviceLedger after, List<String> wrong) {
        if (account.stored() < before.acknowledged()) {
            wrong.add("the device has let go of %d samples, but the hub has only %d"
                    .formatted(before.acknowledged(), account.stored()));
        }
        if (account.stored() > after.captured()) {
            wrong.add("the hub has %d samples, but the device captured only %d"
                    .formatted(account.stored(), after.captured()));
        }
    }

    private static void checkMemory(Map<Long, HubAccount> before, Map<Long, HubAccount> now, List<String> wrong) {
        before.forEach((epoch, account) -> {
            HubAccount later = now.getOrDefault(epoch, HubAccount.NONE);
            if (later.captured() < account.captured() || later.stored() < account.stored()) {
                wrong.add("of epoch %d the hub showed %s, and now %s".formatted(epoch, account, later));
            }
        });
    }

    /** Whether nothing is on its way any more, and the hub knows all that the device does. */
    boolean isSettled(DeviceFolder device) throws IOException, InterruptedException, HubException {
        return unsettled(device).isEmpty();
    }

    /** What is wrong with a device after which nothing happened for a long while. */
    List<Violation> checkAtEnd(DeviceFolder device) throws IOException, InterruptedException, HubException {
        List<Violation> violations = new ArrayList<>(check(device));
        List<String> wrong = new ArrayList<>(unsettled(device));
        checkSamples(device, wrong);
        violations.addAll(violations(device, wrong));
        return violations;
    }

    private List<String> unsettled(DeviceFolder device) throws IOException, InterruptedException, HubException {
        List<String> wrong = new ArrayList<>();
        JsonNode known = hub.get("/api/v1/devices/" + device.id());
        if (known.path("serving").isEmpty()) {
            wrong.add("no model serves, or the hub does not know which");
        }
        Optional<DeviceLedger> ledger = ledger(device, wrong);
        if (ledger.isPresent()) {
            HubAccount account =
                    HubAccount.of(hub, device.id()).getOrDefault(ledger.get().epoch(), HubAccount.NONE);
            checkSettled(ledger.get(), account, wrong);
        }
        return wrong;
    }

    private static void checkSettled(DeviceLedger ledger, HubAccount account, List<String> wrong) {
        if (ledger.queued() > 0) {
            wrong.add("%d samples still wait".formatted(ledger.queued()));
        }
        if (!account.tells(ledger)) {
            wrong.add("the device's ledger says %s, the hub shows %s".formatted(ledger, account));
        }
        // A sample that was given up while its receipt was lost is with the hub all the same.
        if (account.stored() > ledger.acknowledged() + ledger.evicted()) {
            wrong.add("the hub has %d samples, the device let go of %d and gave up %d"
                    .formatted(account.stored(), ledger.acknowledged(), ledger.evicted()));
        }
    }

    /** No two images of a device are alike, so neither may be two samples; and none may be of a time when there was no image. */
    private void checkSamples(DeviceFolder device, List<String> wrong)
            throws IOException, InterruptedException, HubException {
        List<JsonNode> samples = hub.getAll("/api/v1/samples?device=" + device.id());
        Set<String> media = new HashSet<>();
        for (JsonNode sample : samples) {
            if (Instant.parse(sample.path("capturedAt").asText()).isBefore(began)) {
                wrong.add("sample %s was captured at %s, before there was any; the device's clock said %s"
                        .formatted(sample.path("id"), sample.path("capturedAt"), sample.path("clockSaid")));
            }
            if (!media.add(sample.path("media").asText())) {
                wrong.add("the hub has sample %s twice".formatted(sample.path("sequence")));
            }
        }
        long stored = HubAccount.of(hub, device.id()).values().stream()
                .mapToLong(HubAccount::stored)
                .sum();
        if (samples.size() != stored) {
            wrong.add("the hub shows %d samples and counts %d".formatted(samples.size(), stored));
        }
    }

    /** How many samples of a device the hub shows. */
    long hubSamples(DeviceFolder device) throws IOException, InterruptedException, HubException {
        return hub.getAll("/api/v1/samples?device=" + device.id()).size();
    }

    /** The account of a device, all lives of its outbox together. */
    Samples samples(DeviceFolder device) throws IOException, InterruptedException, HubException {
        Optional<DeviceLedger> now = ledger(device, new ArrayList<>());
        Samples sum = now.map(l -> new Samples(l.captured(), l.acknowledged(), l.queued(), l.evicted()))
                .orElse(Samples.NONE);
        for (Map.Entry<Long, HubAccount> life : HubAccount.of(hub, device.id()).entrySet()) {
            if (now.isEmpty() || life.getKey() != now.get().epoch()) {
                HubAccount told = life.getValue();
                sum = sum.plus(new Samples(told.captured(), told.acknowledged(), told.queued(), told.evicted()));
            }
        }
        return sum;
    }

    /** Empty when the file cannot be read; that is wrong unless the lab damaged it. */
    private Optional<DeviceLedger> ledger(DeviceFolder device, List<String> wrong)
            throws IOException, InterruptedException {
        try {
            return Optional.of(DeviceLedger.read(OutboxCopy.of(device)));
        } catch (SQLException e) {
            if (!damaged.contains(device.id())) {
                wrong.add("the outbox cannot be read: " + e.getMessage());
            }
            return Optional.empty();
        }
    }

    private static long dealtWith(DeviceFolder device) throws IOException {
        Path file = device.dealtWith();
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static List<Violation> violations(DeviceFolder device, List<String> wrong) throws IOException {
        List<String> trace = wrong.isEmpty() ? List.of() : Trace.tail(device.trace(), TAIL);
        return wrong.stream()
                .map(what -> new Violation(device.id(), what, trace))
                .toList();
    }
}
