package io.fieldloop.agent.identity;

import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.models.pack.TrustedKeys;
import io.fieldloop.protocol.DeviceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the hub answers to an enrolment.
 *
 * @param device which device this is
 * @param chain the device's certificate, and those that lead to the authority
 * @param authority whom the device trusts from now on
 * @param mqttPort of the broker, on the host of the hub
 * @param keys whose signature makes a package trusted
 */
record Admission(
        DeviceId device, List<X509Certificate> chain, X509Certificate authority, int mqttPort, TrustedKeys keys) {
    /** The most bytes of an answer. */
    static final int MAX_BYTES = 1 << 18;

    Admission {
        chain = List.copyOf(chain);
    }

    /**
     * Reads the JSON of the hub.
     *
     * @throws IOException if it is none, or lacks something
     */
    static Admission read(byte[] json) throws IOException {
        try {
            return JsonFields.read(json, MAX_BYTES).as(Admission::of);
        } catch (MalformedJsonException e) {
            throw new IOException("the hub's answer makes no sense: " + e.getMessage(), e);
        }
    }

    private static Admission of(JsonFields answer) throws MalformedJsonException {
        List<X509Certificate> authorities = certificates(answer, "authority");
        if (authorities.size() != 1) {
            throw new IllegalArgumentException("one authority was expected, not " + authorities.size());
        }
        Map<String, PublicKey> keys = new HashMap<>();
        answer.objects("trustedKeys", key -> keys.put(key.text("keyId"), publicKey(key)));
        return new Admission(
                new DeviceId(answer.text("deviceId")),
                certificates(answer, "certificateChain"),
                authorities.getFirst(),
                port(answer.integer("mqttPort")),
                new TrustedKeys(keys));
    }

    private static PublicKey publicKey(JsonFields key) throws MalformedJsonException {
        byte[] encoded = Base64.getDecoder().decode(key.text("publicKey"));
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new MalformedJsonException("a trusted key is no Ed25519 key: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> certificates(JsonFields answer, String name) throws MalformedJsonException {
        var in = new ByteArrayInputStream(answer.text(name).getBytes(StandardCharsets.UTF_8));
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new MalformedJsonException("field '%s' holds no certificate".formatted(name));
            }
            return certificates;
        } catch (CertificateException e) {
            throw new MalformedJsonException("field '%s': %s".formatted(name, e.getMessage()), e);
        }
    }

    private static int port(long port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("%d is no port".formatted(port));
        }
        return (int) port;
    }
}
