package io.fieldloop.hub.security;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A private key and the certificate of its public key. */
record KeyAndCertificate(PrivateKey key, X509Certificate certificate) {
    @Override
    public String toString() {
        return "key of " + certificate.getSubjectX500Principal();
    }
}
