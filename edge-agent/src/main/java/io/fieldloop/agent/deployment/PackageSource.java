package io.fieldloop.agent.deployment;

import io.fieldloop.models.pack.FileRef;
import io.fieldloop.models.pack.SignedManifest;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where packages come from. Nothing that comes from it is trusted. An interrupt of the calling thread ends a call with an
 * {@link IOException}. It does not promise to try again; its caller does.
 */
public interface PackageSource {
    /**
     * Fetches the signed manifest of a package.
     *
     * @param manifest the digest of its payload
     * @throws io.fieldloop.agent.traffic.BudgetSpentException if it may not be had today
     * @throws IOException if it cannot be had now
     */
    SignedManifest manifest(Sha256 manifest) throws IOException;

    /**
     * Fetches a file of a package, from where it was left.
     *
     * @param into the part that is there already, if any; on return it has exactly {@link FileRef#sizeBytes}. It is kept
     *     when the fetch fails, and never grows beyond that size
     * @throws io.fieldloop.agent.disk.StorageException if it cannot be written
     * @throws io.fieldloop.agent.traffic.BudgetSpentException if no more of it may be had today
     * @throws IOException if it cannot be had now
     */
    void fetch(FileRef file, Path into) throws IOException;
}
