package io.fieldloop.agent.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnergyMeterTest {
    @TempDir
    Path folder;

    private void counter(String zone, String content) throws IOException {
        Files.createDirectories(folder.resolve(zone));
        Files.writeString(folder.resolve(zone).resolve("energy_uj"), content);
    }

    @Test
    void microjoules_twoPackagesAndTheirParts_isTheSumOfThePackages() throws IOException {
        counter("intel-rapl:0", "1000\n");
        counter("intel-rapl:0:0", "300\n");
        counter("intel-rapl:1", "20\n");
        Files.createDirectories(folder.resolve("intel-rapl"));
        assertThat(new EnergyMeter(folder).microjoules()).hasValue(1_020);
    }

    @Test
    void microjoules_nothingAccountedOrNonsense_isEmpty() throws IOException {
        assertThat(new EnergyMeter(folder).microjoules()).isEmpty();
        assertThat(new EnergyMeter(folder.resolve("absent")).microjoules()).isEmpty();
        counter("intel-rapl:0", "much\n");
        assertThat(new EnergyMeter(folder).microjoules()).isEmpty();
    }

    @Test
    void each_countersThatStartedOver_sayNothing() {
        assertThat(EnergyMeter.each(OptionalLong.of(100), OptionalLong.of(600), 50))
                .hasValue(10);
        assertThat(EnergyMeter.each(OptionalLong.of(600), OptionalLong.of(100), 50))
                .isEmpty();
        assertThat(EnergyMeter.each(OptionalLong.empty(), OptionalLong.of(100), 50))
                .isEmpty();
    }
}
