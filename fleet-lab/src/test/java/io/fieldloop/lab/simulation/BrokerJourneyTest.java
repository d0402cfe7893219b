package io.fieldloop.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.lab.fleet.Fleet.Broker;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real agents at a real mosquitto that is killed over and over, each time with what it had acknowledged and not passed on. */
class BrokerJourneyTest {
    private static final int EVENTS = 24;

    @Test
    void fleet_whoseBrokerIsKilled_losesNoSample(@TempDir Path folder) throws Exception {
        Set<Fault> faults = Set.of(Fault.BROKER_KILLED, Fault.CLOCK_JUMP);
        var settings = new Simulation.Settings(3, Broker.MOSQUITTO, EVENTS, faults, 5);

        try (Simulation simulation = Simulation.start(settings, folder, line -> {})) {
            SimulationReport report = simulation.run();

            assertThat(report.violations()).isEmpty();
            assertThat(report.hubSamples()).isEqualTo(report.samples().captured());
        }
    }
}
