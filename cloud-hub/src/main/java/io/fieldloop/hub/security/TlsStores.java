package io.fieldloop.hub.security;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What TLS needs: an own key, and whom to trust.
 *
 * @param password of the stores that are made of them
 */
record TlsStores(KeyAndCertificate key, X509Certificate authority, String password) {
    private static final String TYPE = "PKCS12";

    KeyStore own() throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry("hub", key.key(), password.toCharArray(), new Certificate[] {key.certificate(), authority});
        return store;
    }

    KeyStore trusted() throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setCertificateEntry("authority", authority);
        return store;
    }

    SSLContext clientContext() throws IOException, GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own(), password.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        store.load(null, null);
        return store;
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
