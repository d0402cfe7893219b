package io.fieldloop.hub.broker;

import io.fieldloop.hub.broker.Client.Device;
import io.fieldloop.hub.broker.Client.HubPart;
import io.fieldloop.hub.security.CertificateSubject;
import io.fieldloop.hub.security.DeviceCertificates;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.topic.UpTopic;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may connect, and which topics they may use; see the package. Artemis writes topics with dots for slashes. */
final class TopicRights implements ActiveMQSecurityManager5 {
    private static final Logger LOG = LoggerFactory.getLogger(TopicRights.class);

    private final DeviceCertificates certificates;

    TopicRights(DeviceCertificates certificates) {
        this.certificates = certificates;
    }

    /** Called for each connection, and for each use of a topic; the connection remembers the first answer. */
    @Override
    public @Nullable Subject authenticate(
            @Nullable String user, @Nullable String password, RemotingConnection connection, @Nullable String domain) {
        if (connection.getSubject() != null) {
            return connection.getSubject();
        }
        X509Certificate[] chain = CertificateUtil.getCertsFromConnection(connection);
        if (chain == null || chain.length == 0) {
            return null;
        }
        Optional<Client> client = client(chain[0]).filter(c -> c.id().equals(connection.getClientID()));
        if (client.isEmpty()) {
            LOG.warn(
                    "connection refused client={} address={}", connection.getClientID(), connection.getRemoteAddress());
        }
        Subject subject = client.map(TopicRights::subject).orElse(null);
        connection.setSubject(subject);
        return subject;
    }

    private Optional<Client> client(X509Certificate certificate) {
        var subject = CertificateSubject.of(certificate);
        return subject.unit().equals(CertificateSubject.HUB)
                ? Optional.of(new HubPart(subject.commonName()))
                : certificates.deviceOf(certificate).map(Device::new);
    }

    private static Subject subject(Client client) {
        var subject = new Subject();
        subject.getPrincipals().add(client);
        subject.getPrincipals().add(new UserPrincipal(client.id())); // Artemis refuses subjects without one
        return subject;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType use, String address) {
        String topic = topic(address);
        Client client = subject.getPrincipals(Client.class).iterator().next();
        boolean allowed = switch (client) {
            case HubPart _ -> true;
            case Device device -> mayUse(device, use, topic);
        };
        if (!allowed) {
            LOG.warn("topic refused client={} use={} topic={}", client.id(), use, topic);
        }
        return allowed;
    }

    private static boolean mayUse(Device device, CheckType use, String topic) {
        return switch (use) {
            case SEND -> isUp(device.device(), topic);
            case CREATE_ADDRESS, DELETE_ADDRESS -> isUp(device.device(), topic) || device.mayHear(topic);
            case CONSUME,
                    CREATE_DURABLE_QUEUE,
                    DELETE_DURABLE_QUEUE,
                    CREATE_NON_DURABLE_QUEUE,
                    DELETE_NON_DURABLE_QUEUE -> device.mayHear(topic);
            case MANAGE, BROWSE, VIEW, EDIT -> false;
        };
    }

    private static boolean isUp(DeviceId device, String topic) {
        return UpTopic.parse(topic).filter(t -> t.device().equals(device)).isPresent();
    }

    /** The topic of an address, or of an address and a queue as {@code address::queue}. */
    private static String topic(String address) {
        int queue = address.indexOf("::");
        return (queue < 0 ? address : address.substring(0, queue)).replace('.', '/');
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false; // nobody is known by a password
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType use) {
        return false; // nobody is known by a password
    }
}
