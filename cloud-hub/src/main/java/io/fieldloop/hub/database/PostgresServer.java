package io.fieldloop.hub.database;

import io.fieldloop.hub.disk.DataFolder;
import io.fieldloop.models.disk.DurableFile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL that the hub starts for itself, on the loopback interface alone. Its folder holds
 *
 * <pre>
 *   cluster/    the data
 *   binaries/   the server's programs, unpacked
 *   password    of the role that owns everything; made on the first start, readable by the hub's account only
 *   server.log  what the server says
 * </pre>
 *
 * <p>A committed transaction outlives a power cut: the settings that promise it are checked on every start.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final String ROLE = "postgres";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final EmbeddedPostgres server;
    private final String password;

    private PostgresServer(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /**
     * Starts the server; a first start makes its cluster. What a killed hub left running is stopped before.
     *
     * @param folder of this server alone
     * @param port a free one
     * @throws IOException if it does not start
     */
    public static PostgresServer start(Path folder, int port) throws IOException, InterruptedException {
        DataFolder.own(folder);
        Path cluster = folder.resolve("cluster");
        AbandonedPostgres.stop(cluster, folder.resolve("binaries"));
        String password = password(folder.resolve("password"));
        var server = new PostgresServer(launch(folder, cluster, port, password), password);
        try {
            server.prepare(cluster);
        } catch (SQLException e) {
            server.close();
            throw new IOException("PostgreSQL started but cannot be used: " + e.getMessage(), e);
        }
        LOG.info("PostgreSQL started port={} folder={}", port, folder);
        return server;
    }

    private static EmbeddedPostgres launch(Path folder, Path cluster, int port, String password) throws IOException {
        Redirect log = Redirect.appendTo(folder.resolve("server.log").toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        DataFolder.own(folder.resolve("binaries")).toFile())
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START_LIMIT)
                .setConnectConfig("password", password)
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("shared_buffers", "128MB")
                .setServerConfig("max_wal_size", "1GB")
                .setServerConfig("timezone", "UTC")
                .setOutputRedirector(log)
                .setErrorRedirector(log);
        DURABILITY.forEach(setting -> builder.setServerConfig(setting, "on"));
        return builder.start();
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            DurableFile.write(file, HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
        }
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    private void prepare(Path cluster) throws SQLException, IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : DURABILITY) {
                requireOn(statement, setting);
            }
            requirePassword(statement, cluster);
        }
    }

    private static void requireOn(Statement statement, String setting) throws SQLException {
        try (ResultSet shown = statement.executeQuery("SHOW " + setting)) {
            if (!shown.next() || !"on".equals(shown.getString(1))) {
                throw new SQLException(setting + " is off; committed data would not outlive a power cut");
            }
        }
    }

    /** A new cluster trusts every local account; from here on it asks for the password. */
    private void requirePassword(Statement statement, Path cluster) throws SQLException, IOException {
        statement.execute("ALTER ROLE %s PASSWORD '%s'".formatted(ROLE, password));
        DurableFile.write(
                cluster.resolve("pg_hba.conf"),
                "host all all localhost scram-sha-256\n".getBytes(StandardCharsets.US_ASCII));
        statement.execute("SELECT pg_reload_conf()");
    }

    /** Where it is, as the role that owns everything. */
    public DatabaseAddress address() {
        return new DatabaseAddress(
                "jdbc:postgresql://localhost:%d/postgres".formatted(server.getPort()), ROLE, password);
    }

    /** Stops the server, ending what connections there are. */
    @Override
    public void close() throws IOException {
        server.close();
        LOG.info("PostgreSQL stopped");
    }
}
