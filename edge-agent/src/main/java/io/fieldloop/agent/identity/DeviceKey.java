package io.fieldloop.agent.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The device's private key, in a file of an identity folder that only its owner can read (PKCS #8 in the text of RFC 7468).
 * It is not encrypted: a password would have to lie beside it, and would cost each start the time that makes guessing slow.
 */
final class DeviceKey {
    private static final String FILE = "key.pem";
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "\n-----END PRIVATE KEY-----\n";
    private static final int MAX_BYTES = 8192;
    private static final int LINE = 64;

    private DeviceKey() {}

    static void write(Path folder, PrivateKey key) throws IOException {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Path file = Files.createFile(
                folder.resolve(FILE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, BEGIN + body + END, StandardOpenOption.WRITE);
    }

    /** Reads the key of a folder. */
    static PrivateKey read(Path folder) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(FILE);
        String text = new String(Identity.bounded(file, MAX_BYTES), StandardCharsets.US_ASCII);
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new InvalidKeyException("%s holds no private key".formatted(file));
        }
        String body = text.substring(BEGIN.length(), text.length() - END.length());
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
    }
}
