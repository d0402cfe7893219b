package io.fieldloop.agent.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 by the device's certificate, trusting one authority and nobody else. Made when it is first asked for, since it costs a
 * start more than all else of an identity, and kept, so that a connection can take up the session of the one before. Any thread.
 */
public final class DeviceTls implements Supplier<SSLContext> {
    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final X509Certificate authority;
    private @Nullable SSLContext context; // guarded by this

    DeviceTls(PrivateKey key, List<X509Certificate> chain, X509Certificate authority) {
        this.key = key;
        this.chain = List.copyOf(chain);
        this.authority = authority;
    }

    /**
     * The context, the same for everyone.
     *
     * @throws IllegalStateException if this Java has no TLS 1.3 for these certificates
     */
    @Override
    public synchronized SSLContext get() {
        if (context == null) {
            context = make();
        }
        return context;
    }

    private SSLContext make() {
        try {
            SSLContext made = SSLContext.getInstance("TLSv1.3");
            made.init(
                    new KeyManager[] {new OwnCertificate(key, chain)},
                    new TrustManager[] {PinnedAuthority.trusting(authority)},
                    null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS 1.3 for the certificates of the device", e);
        }
    }
}
