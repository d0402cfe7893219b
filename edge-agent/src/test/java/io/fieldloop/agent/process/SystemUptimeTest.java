package io.fieldloop.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.protocol.message.Uptime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemUptimeTest {
    private static final UUID BOOT = UUID.fromString("0f5f2a33-7b0e-4b1e-8a7b-5d8f4c1f7a10");

    @TempDir
    Path kernel;

    @Test
    void get_isWhatTheKernelTells() throws IOException {
        kernelSays(BOOT, "350735.47 234388.90\n");
        SystemUptime uptime = SystemUptime.of(kernel);

        assertThat(uptime.get()).isEqualTo(new Uptime(BOOT.getMostSignificantBits(), 350_735_470));

        kernelSays(BOOT, "350736.00 234389.00\n");
        assertThat(uptime.get().millis()).isEqualTo(350_736_000);
    }

    @Test
    void get_afterAnotherStart_isOfAnotherBoot() throws IOException {
        kernelSays(BOOT, "12.00 3.00");
        SystemUptime before = SystemUptime.of(kernel);
        kernelSays(UUID.fromString("5d8f4c1f-7a10-4b1e-8a7b-0f5f2a337b0e"), "1.00 0.50");

        assertThat(SystemUptime.of(kernel).get().boot())
                .isNotEqualTo(before.get().boot());
    }

    @Test
    void get_kernelTellsNothing_countsForItself() {
        SystemUptime uptime = SystemUptime.of(kernel);

        Uptime first = uptime.get();

        assertThat(first.millis()).isLessThan(60_000);
        assertThat(uptime.get().boot()).isEqualTo(first.boot());
        assertThat(uptime.get().millis()).isGreaterThanOrEqualTo(first.millis());
        assertThat(SystemUptime.of(kernel).get().boot()).isNotEqualTo(first.boot());
    }

    @Test
    void get_kernelFallsSilentLater_goesOn() throws IOException {
        kernelSays(BOOT, "100.00 1.00");
        SystemUptime uptime = SystemUptime.of(kernel);
        Files.delete(kernel.resolve("uptime"));

        assertThat(uptime.get().millis()).isBetween(100_000L, 160_000L);
    }

    private void kernelSays(UUID boot, String uptime) throws IOException {
        Path random = Files.createDirectories(kernel.resolve("sys/kernel/random"));
        Files.writeString(random.resolve("boot_id"), boot + "\n");
        Files.writeString(kernel.resolve("uptime"), uptime);
    }
}
