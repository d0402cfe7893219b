package io.fieldloop.hub.broker;

import io.fieldloop.hub.disk.DataFolder;
import io.fieldloop.hub.security.DeviceCertificates;
import io.fieldloop.hub.security.HubKeys;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded broker. What it acknowledges is in its journal on disk; messages that nobody takes wait on disk, up to a
 * bound, beyond which publishers are refused and keep what they have.
 */
@Singleton
public final class Broker implements AutoCloseable {
    /** The largest MQTT packet that is taken; what is larger ends the connection. */
    public static final int MAX_PACKET_BYTES = 2 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final int RECEIVE_MAXIMUM = 100;
    private static final long MEMORY_BYTES = 128L << 20;
    private static final long ADDRESS_MEMORY_BYTES = 16L << 20;
    private static final long ADDRESS_DISK_BYTES = 4L << 30;
    private static final int JOURNAL_FILE_BYTES = 16 << 20;
    private static final int JOURNAL_BUFFER_BYTES = 4 << 20;
    private static final int UNLIMITED = -1;
    private static final int EXPIRY_SCAN_MILLIS = 5_000; // it wakes queues, too, that Artemis forgot to wake

    /** Where the hub speaks to a device, as Artemis writes topics. */
    private static final List<String> DOWNWARD = List.of("fieldloop.v1.d.*.receipts", "fieldloop.v1.d.*.desired");

    private final DataFolder data;
    private final HubKeys keys;
    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final DiskWatch disk = new DiskWatch();

    Broker(DataFolder data, HubKeys keys, DeviceCertificates certificates) {
        this.data = data;
        this.keys = keys;
        this.server.setSecurityManager(new TopicRights(certificates));
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if it does not; Artemis itself keeps silent about some failures, so this asks it
     */
    public void start(String host, int port) throws IOException {
        try {
            server.setConfiguration(configuration(host, port));
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // Artemis declares no narrower one
            throw new IOException("the MQTT broker does not start: " + e.getMessage(), e);
        }
        if (!isActive()) {
            throw new IOException("the MQTT broker does not start; its log says why");
        }
        monitor().addCallback(disk);
        LOG.info("broker started host={} port={}", host, port);
    }

    /** What of Artemis looks at the disk. It must have been started. */
    FileStoreMonitor monitor() {
        return ((ActiveMQServerImpl) server.getActiveMQServer()).getMonitor();
    }

    /** Tells whether there is room for messages on the disk. */
    DiskWatch disk() {
        return disk;
    }

    /** Whether it serves. */
    public boolean isActive() {
        var running = server.getActiveMQServer();
        return running != null && running.isActive();
    }

    // Artemis looks at how full the disk of its folders is before it has made them, and gives up if they are not there.
    private Configuration configuration(String host, int port) throws Exception {
        var configuration = new ConfigurationImpl()
                .setName("fieldloop")
                .setPersistenceEnabled(true)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalSyncNonTransactional(true)
                .setJournalSyncTransactional(true)
                .setJournalFileSize(JOURNAL_FILE_BYTES)
                .setJournalBufferSize_NIO(JOURNAL_BUFFER_BYTES)
                .setJournalDirectory(data.folder("broker/journal").toString())
                .setBindingsDirectory(data.folder("broker/bindings").toString())
                .setPagingDirectory(data.folder("broker/paging").toString())
                .setLargeMessagesDirectory(data.folder("broker/large").toString())
                .setMaxDiskUsage(UNLIMITED)
                .setMinDiskFree(DiskWatch.LEAST_FREE_BYTES)
                .setGlobalMaxSize(MEMORY_BYTES)
                .setMessageExpiryScanPeriod(EXPIRY_SCAN_MILLIS);
        configuration.setIncomingInterceptorClassNames(List.of(SubscriptionGuard.class.getName()));
        // A cached answer would outlive a certificate, and would not know of which client id it was.
        configuration.setAuthenticationCacheSize(0);
        configuration.setAuthorizationCacheSize(0);
        configuration.addAddressSetting("#", addresses());
        DOWNWARD.forEach(address -> configuration.addAddressSetting(address, neverOnDisk()));
        return configuration.addAcceptorConfiguration("mqtt", acceptor(host, port));
    }

    private static AddressSettings addresses() {
        return new AddressSettings()
                .setAutoCreateAddresses(true)
                .setAutoCreateQueues(true)
                .setAutoDeleteAddresses(true)
                .setAutoDeleteQueues(true)
                .setMaxDeliveryAttempts(
                        UNLIMITED) // otherwise a message is dropped when the hub goes down over it ten times
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(ADDRESS_MEMORY_BYTES)
                .setPageLimitBytes(ADDRESS_DISK_BYTES)
                .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL);
    }

    /**
     * When samples have filled the memory, Artemis moves what comes to every address to disk, and a message that lies there alone
     * may wait for the next scan. Receipts are small, end by themselves, and are what makes room.
     */
    private static AddressSettings neverOnDisk() {
        return new AddressSettings().setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK);
    }

    private String acceptor(String host, int port) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("protocols", "MQTT");
        settings.put("sslEnabled", true);
        settings.put("needClientAuth", true);
        settings.put("enabledProtocols", "TLSv1.3,TLSv1.2");
        settings.put("keyStoreType", "PKCS12");
        settings.put("keyStorePath", keys.serverStore());
        settings.put("keyStorePassword", keys.storePassword());
        settings.put("trustStoreType", "PKCS12");
        settings.put("trustStorePath", keys.trustStore());
        settings.put("trustStorePassword", keys.storePassword());
        settings.put("tcpNoDelay", true);
        settings.put("useEpoll", false);
        settings.put("allowLinkStealing", true);
        settings.put("maximumPacketSize", MAX_PACKET_BYTES);
        settings.put("receiveMaximum", RECEIVE_MAXIMUM);
        settings.put("topicAliasMaximum", 0);
        return settings.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("&", "tcp://%s:%d?".formatted(host, port), ""));
    }

    /** Stops; sessions and messages that wait are there again after the next start. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) { // Artemis declares no narrower one
            throw new IOException("the MQTT broker does not stop", e);
        }
        LOG.info("broker stopped");
    }
}
