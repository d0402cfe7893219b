package io.fieldloop.agent.identity;

import io.fieldloop.models.pack.TrustedKeys;
import io.fieldloop.protocol.DeviceId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;

/**
 * Who the device is, and whom it trusts.
 *
 * @param device its id, which is also the subject of its certificate
 * @param hub scheme, host and port of the hub's HTTPS for devices
 * @param mqttHost where the hub's broker is
 * @param mqttPort its port
 * @param keys whose signature makes a package trusted
 * @param key of its certificate, for what it has to sign
 * @param tls shows the device's certificate, and trusts the hub's authority and nobody else
 */
public record Identity(
        DeviceId device, URI hub, String mqttHost, int mqttPort, TrustedKeys keys, PrivateKey key, DeviceTls tls) {
    static final String FOLDER = "identity";
    private static final int MAX_HUB_BYTES = 2048;

    /**
     * Loads what {@link Enrolment} wrote.
     *
     * @param data the data folder of the agent
     * @throws IdentityException if there is nothing, or it cannot be used
     */
    public static Identity load(Path data) throws IdentityException {
        Path folder = data.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            throw new IdentityException(
                    "this device has no identity in %s".formatted(folder),
                    "run 'fieldloop agent enrol --hub https://HOST:8443 --token TOKEN --data %s'".formatted(data));
        }
        try {
            Admission admission = Admission.read(bounded(folder.resolve(Enrolment.ADMISSION), Admission.MAX_BYTES));
            URI hub = Enrolment.hubOf(
                    new String(bounded(folder.resolve(Enrolment.HUB), MAX_HUB_BYTES), StandardCharsets.UTF_8));
            PrivateKey key = DeviceKey.read(folder);
            return new Identity(
                    admission.device(),
                    hub,
                    hub.getHost(),
                    admission.mqttPort(),
                    admission.keys(),
                    key,
                    new DeviceTls(key, admission.chain(), admission.authority()));
        } catch (NoSuchFileException e) {
            throw broken(folder, data, "%s is missing".formatted(e.getFile()));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw broken(folder, data, String.valueOf(e.getMessage()));
        }
    }

    private static IdentityException broken(Path folder, Path data, String why) {
        return new IdentityException(
                "the identity in %s cannot be used (%s)".formatted(folder, why),
                "ask for a new token and run 'fieldloop agent enrol --replace --hub https://HOST:8443 --token TOKEN --data %s'"
                        .formatted(data));
    }

    static byte[] bounded(Path file, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new IOException("%s is longer than %d bytes".formatted(file, maxBytes));
            }
            return content;
        }
    }
}
