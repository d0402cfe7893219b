package io.fieldloop.hub.security;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Text encodings of keys and certificates (RFC 7468). */
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String CERTIFICATE_REQUEST = "CERTIFICATE REQUEST";
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String PUBLIC_KEY = "PUBLIC KEY";

    private Pem() {}

    /** One block of text. */
    static String write(String type, byte[] content) {
        var text = new StringWriter();
        try (var out = new PemWriter(text)) {
            out.writeObject(new PemObject(type, content));
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return text.toString();
    }

    /** The JDK writes requests under their older label, {@code NEW CERTIFICATE REQUEST} (RFC 7468, section 7). */
    private static String withoutNew(String label) {
        return label.startsWith("NEW ") ? label.substring("NEW ".length()) : label;
    }

    /**
     * The contents of exactly these blocks, in this order.
     *
     * @throws IOException if the text holds anything else
     */
    static List<byte[]> read(String text, String... types) throws IOException {
        var contents = new ArrayList<byte[]>();
        try (var in = new PemReader(new StringReader(text))) {
            for (String type : types) {
                PemObject block = in.readPemObject();
                if (block == null || !withoutNew(block.getType()).equals(type)) {
                    throw new IOException("a PEM block '%s' was expected".formatted(type));
                }
                contents.add(block.getContent());
            }
        } catch (RuntimeException e) { // BouncyCastle's decoder throws several on broken text
            throw new IOException("not PEM: " + e.getMessage(), e);
        }
        return contents;
    }
}
