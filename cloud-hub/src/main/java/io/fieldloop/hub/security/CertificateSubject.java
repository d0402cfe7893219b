package io.fieldloop.hub.security;

import java.security.cert.X509Certificate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Whom a certificate of this hub speaks of.
 *
 * @param commonName the id of a device, or which part of a hub it is
 * @param unit {@value #DEVICES} or {@value #HUB}; set by the hub, never by the one who asked
 */
public record CertificateSubject(String commonName, String unit) {
    /** The unit of devices. */
    public static final String DEVICES = "device";

    /** The unit of the hub's own parts. */
    public static final String HUB = "hub";

    /**
     * Reads the subject.
     *
     * @throws IllegalArgumentException if it is not as this hub's authority writes it
     */
    public static CertificateSubject of(X509Certificate certificate) {
        try {
            var name = new LdapName(certificate.getSubjectX500Principal().getName());
            return new CertificateSubject(part(name, "CN"), part(name, "OU"));
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("the certificate's subject cannot be read", e);
        }
    }

    private static String part(LdapName name, String type) {
        var values = name.getRdns().stream()
                .filter(r -> r.getType().equalsIgnoreCase(type))
                .map(r -> r.getValue().toString())
                .toList();
        if (values.size() != 1) {
            throw new IllegalArgumentException("the certificate's subject must have one " + type);
        }
        return values.getFirst();
    }
}
