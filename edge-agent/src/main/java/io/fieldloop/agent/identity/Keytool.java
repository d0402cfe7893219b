package io.fieldloop.agent.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes keys and certificate requests with the tool of the Java platform; the API of the platform makes no requests. */
final class Keytool {
    static final String ALIAS = "device";

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MAX_OUTPUT = 1 << 16;

    private final Path store;
    private final Path password;

    /** Works on a key store; the password is read from a file, where no list of processes shows it. */
    Keytool(Path store, Path password) {
        this.store = store;
        this.password = password;
    }

    /** Makes the store with a new key on the curve P-256. The certificate that comes with it is of no use. */
    void makeKey() throws IOException, InterruptedException {
        run("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=fieldloop", "-validity", "1");
    }

    /** A request for a certificate of that key (PKCS #10, PEM under its older label, which RFC 7468 lets the hub take too). */
    String requestCertificate() throws IOException, InterruptedException {
        return run("-certreq");
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", ALIAS, "-storetype", "PKCS12", "-keystore", store.toString()));
        command.addAll(List.of("-storepass:file", password.toString()));
        Process process = new ProcessBuilder(command).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool %s failed: %s".formatted(arguments[0], output.strip()));
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
