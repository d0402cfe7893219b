package io.fieldloop.agent.deployment;

import io.fieldloop.agent.inference.TestPackage;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A hub's packages in memory; a test may make it fail or hang. */
final class InMemoryPackageSource implements PackageSource {
    interface Hook {
        void before() throws IOException;
    }

    private final Map<Sha256, SignedManifest> manifests = new ConcurrentHashMap<>();
    private final Map<Sha256, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Hook hook = () -> {};

    InMemoryPackageSource add(TestPackage... packages) {
        for (TestPackage one : packages) {
            manifests.put(one.id(), one.signed());
            files.putAll(one.files());
        }
        return this;
    }

    void replaceManifest(Sha256 id, SignedManifest other) {
        manifests.put(id, other);
    }

    void replaceFile(Sha256 id, byte[] other) {
        files.put(id, other);
    }

    void before(Hook next) {
        hook = next;
    }

    /** How often anything was asked for. */
    int calls() {
        return calls.get();
    }

    @Override
    public SignedManifest manifest(Sha256 manifest) throws IOException {
        calls.incrementAndGet();
        hook.before();
        SignedManifest found = manifests.get(manifest);
        if (found == null) {
            throw new IOException("404");
        }
        return found;
    }

    @Override
    public void fetch(FileRef file, Path into) throws IOException {
        calls.incrementAndGet();
        hook.before();
        byte[] found = files.get(file.sha256());
        if (found == null) {
            throw new IOException("404");
        }
        Files.write(into, found);
    }
}
