package io.fieldloop.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.lab.fleet.Fleet.Broker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A small fleet with every kind of fault, and whether the inspector would have seen what must never be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulationTest {
    private static final int EVENTS = 120;

    private Simulation simulation;
    private Path folder;
    private SimulationReport report;

    @BeforeAll
    void run(@TempDir Path given) throws Exception {
        folder = given;
        var settings = new Simulation.Settings(6, Broker.OWN, EVENTS, Fault.possible(Broker.OWN), 11);
        simulation = Simulation.start(settings, folder, line -> {});
        report = simulation.run();
    }

    @AfterAll
    void stop() {
        if (simulation != null) {
            simulation.close();
        }
    }

    @Test
    void fleet_underEveryFault_accountsForEverySample() {
        assertThat(report.violations()).isEmpty();
        assertThat(report.events()).isEqualTo(EVENTS);
        assertThat(report.samples().captured()).isGreaterThan(EVENTS / 2);
        assertThat(report.hubSamples()).isGreaterThan(EVENTS / 2);
    }

    @Test
    void ledger_withOneSampleTooMany_isFound() throws Exception {
        DeviceFolder device = DeviceFolder.of(folder, 0);
        OutboxCopy forged = OutboxCopy.of(device);
        change(forged, "UPDATE account SET captured = captured + 1");
        Path original = Files.move(device.data(), device.path().resolve("original"));
        try {
            Files.createDirectory(device.data());
            forged.putBack(device);
            assertThat(simulation.report(EVENTS).violations())
                    .filteredOn(violation -> violation.device().equals(device.id()))
                    .anySatisfy(violation -> {
                        assertThat(violation.what()).contains("does not add up");
                        assertThat(violation.trace()).isNotEmpty();
                    });
        } finally {
            Files.move(device.data(), device.path().resolve("forged")); // with what the agent has written meanwhile
            Files.move(original, device.data());
        }
    }

    @Test
    void image_thatWasDealtWithAndNotCaptured_isFound() throws Exception {
        DeviceFolder device = DeviceFolder.of(folder, 1);
        byte[] manyMore = new byte[1_000];
        Files.write(device.dealtWith(), manyMore, StandardOpenOption.APPEND);
        assertThat(simulation.report(EVENTS).violations())
                .anySatisfy(violation -> assertThat(violation.what()).contains("but captured only"));
    }

    private static void change(OutboxCopy outbox, String statement) throws Exception {
        try (Connection connection = outbox.connect();
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }
}
