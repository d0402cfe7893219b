package io.fieldloop.agent.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fieldloop.models.testing.Programs;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceManagerTest {
    /** Receives two datagrams, as the service manager would, and prints them. */
    private static final String LISTENER = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.settimeout(30)
            s.bind(sys.argv[1].replace("@", "\\0", 1) if sys.argv[1].startswith("@") else sys.argv[1])
            print("listening", flush=True)
            for _ in range(2):
                print(s.recv(100).decode(), flush=True)
            """;

    @TempDir
    Path folder;

    @Test
    void readyAndAlive_reachTheSocketOfAFile() throws Exception {
        assertHears(folder.resolve("notify").toString());
    }

    @Test
    void readyAndAlive_reachAnAbstractSocket() throws Exception {
        assertHears("@fieldloop-" + ProcessHandle.current().pid());
    }

    private void assertHears(String socket) throws Exception {
        Programs.require("python3");
        Path script = Files.writeString(folder.resolve("listener.py"), LISTENER);
        Process listener = new ProcessBuilder("python3", script.toString(), socket)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader heard = listener.inputReader()) {
            assertThat(heard.readLine()).isEqualTo("listening");
            ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "60000000"));

            manager.ready();
            manager.alive();

            assertThat(heard.readLine()).isEqualTo("READY=1");
            assertThat(heard.readLine()).isEqualTo("WATCHDOG=1");
            assertThat(listener.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(manager.aliveEvery()).contains(Duration.ofSeconds(30));
        } finally {
            listener.destroyForcibly();
        }
    }

    @Test
    void noServiceManager_isTold_nothingHappens() {
        ServiceManager manager = ServiceManager.of(Map.of("WATCHDOG_USEC", "60000000"));

        assertThatCode(manager::ready).doesNotThrowAnyException();
        assertThat(manager.aliveEvery()).isEmpty();
    }

    @Test
    void socketThatIsGone_isTold_theAgentGoesOn() {
        ServiceManager manager =
                ServiceManager.of(Map.of("NOTIFY_SOCKET", folder.resolve("gone").toString()));

        assertThatCode(manager::ready).doesNotThrowAnyException();
    }
}
