package io.fieldloop.agent.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
import java.util.ArrayList;
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

    private static final JsonFactory JSON = new JsonFactory();

    Admission {
        chain = List.copyOf(chain);
    }

    /**
     * Reads the JSON of the hub.
     *
     * @throws IOException if it is none, or lacks something
     */
    static Admission read(byte[] json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        Map<String, PublicKey> keys = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "an object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("trustedKeys")) {
                    readKeys(parser, keys);
                } else if (parser.currentToken().isScalarValue()) {
                    texts.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return of(texts, keys);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IOException("the hub's answer makes no sense: " + e.getMessage(), e);
        }
    }

    private static Admission of(Map<String, String> texts, Map<String, PublicKey> keys)
            throws IOException, CertificateException {
        List<X509Certificate> authorities = certificates(text(texts, "authority"));
        require(authorities.size() == 1, "one authority");
        return new Admission(
                new DeviceId(text(texts, "deviceId")),
                certificates(text(texts, "certificateChain")),
                authorities.getFirst(),
                port(text(texts, "mqttPort")),
                new TrustedKeys(keys));
    }

    private static void readKeys(JsonParser parser, Map<String, PublicKey> keys)
            throws IOException, GeneralSecurityException {
        require(parser.currentToken() == JsonToken.START_ARRAY, "a list of trusted keys");
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> texts = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                require(parser.nextToken().isScalarValue(), "a key of texts");
                texts.put(name, parser.getText());
            }
            byte[] encoded = Base64.getDecoder().decode(text(texts, "publicKey"));
            keys.put(
                    text(texts, "keyId"),
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        }
    }

    private static List<X509Certificate> certificates(String pem) throws CertificateException, IOException {
        var certificates = new ArrayList<X509Certificate>();
        var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
        for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
            require(certificate instanceof X509Certificate, "X.509 certificates");
            certificates.add((X509Certificate) certificate);
        }
        require(!certificates.isEmpty(), "a certificate");
        return certificates;
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("%d is no port".formatted(port));
        }
        return port;
    }

    private static String text(Map<String, String> texts, String name) throws IOException {
        String text = texts.get(name);
        if (text == null) {
            throw new IOException("the hub's answer has no " + name);
        }
        return text;
    }

    private static void require(boolean condition, String expected) throws IOException {
        if (!condition) {
            throw new IOException("the hub's answer lacks " + expected);
        }
    }
}
