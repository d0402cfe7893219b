package io.fieldloop.hub.security;

import io.fieldloop.hub.disk.DataFolder;
import io.fieldloop.models.disk.DurableFile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first token of a hub, by which its operator gets in. It stands in {@code DATA/admin-token}, where only the hub's own
 * account can read it. As long as there is any admin it is never made again.
 */
@Singleton
public final class AdminToken {
    private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);

    private final Path file;
    private final Tokens tokens;

    AdminToken(DataFolder data, Tokens tokens) {
        this.file = data.root().resolve("admin-token");
        this.tokens = tokens;
    }

    /**
     * Lets the operator in if nobody can get in as admin.
     *
     * @return the token, if it was made just now
     * @throws IOException if the file cannot be read or written
     */
    public Optional<Secret> ensure() throws IOException {
        if (tokens.anyAdmin()) {
            return Optional.empty();
        }
        boolean fresh = !Files.exists(file);
        Secret secret = fresh ? Secret.random() : read();
        if (fresh) {
            DurableFile.write(file, (secret.text() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        tokens.create("admin", Role.ADMIN, secret, "hub");
        LOG.info("admin token stands in {}", file);
        return fresh ? Optional.of(secret) : Optional.empty();
    }

    private Secret read() throws IOException {
        return new Secret(Files.readString(file, StandardCharsets.US_ASCII).strip());
    }
}
