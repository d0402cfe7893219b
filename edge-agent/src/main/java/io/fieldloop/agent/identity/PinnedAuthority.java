package io.fieldloop.agent.identity;

import io.fieldloop.protocol.Sha256;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts servers whose certificate leads to one authority, known by its fingerprint; it must send that one along. */
final class PinnedAuthority extends X509ExtendedTrustManager {
    private final Sha256 fingerprint;

    PinnedAuthority(Sha256 fingerprint) {
        this.fingerprint = fingerprint;
    }

    static Sha256 fingerprint(X509Certificate certificate) throws CertificateException {
        return Sha256.of(certificate.getEncoded());
    }

    /** The platform's own manager, which trusts exactly these. */
    static X509ExtendedTrustManager trusting(X509Certificate authority) throws CertificateException {
        try {
            var anchors = new PKIXBuilderParameters(Set.of(new TrustAnchor(authority, null)), null);
            anchors.setRevocationEnabled(false);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(anchors));
            if (factory.getTrustManagers()[0] instanceof X509ExtendedTrustManager manager) {
                return manager;
            }
            throw new CertificateException("this Java platform has no PKIX trust manager");
        } catch (GeneralSecurityException e) {
            throw e instanceof CertificateException failure ? failure : new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        managerFor(chain).checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        managerFor(chain).checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        managerFor(chain).checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("a device has no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private X509ExtendedTrustManager managerFor(X509Certificate[] chain) throws CertificateException {
        for (X509Certificate certificate : chain) {
            if (fingerprint(certificate).equals(fingerprint)) {
                return trusting(certificate);
            }
        }
        throw new CertificateException("the hub's certificate does not lead to the authority that the token names");
    }
}
