package io.fieldloop.agent.deployment;

import io.fieldloop.agent.disk.StorageException;
import io.fieldloop.agent.traffic.BudgetSpentException;
import io.fieldloop.models.pack.FileRef;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches from a source, and tries again with pauses. A file that made progress may be tried for as long as it does; a budget that is
 * spent is waited for.
 */
final class Download {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);

    /** A part that was resumed after a power cut may be damaged; a file that was fetched afresh is not. */
    private static final int MAX_MISMATCHES = 2;

    private final PackageSource source;
    private final Retries retries;
    private final RandomGenerator random;

    Download(PackageSource source, Retries retries, RandomGenerator random) {
        this.source = source;
        this.retries = retries;
        this.random = random;
    }

    /** Fetches something small. */
    @FunctionalInterface
    interface Fetch<T> {
        T from(PackageSource source) throws IOException;
    }

    /** Fetches something small, as a whole. */
    <T> T whole(Fetch<T> fetch) throws DeploymentException, InterruptedException {
        int failures = 0;
        while (true) {
            try {
                return fetch.from(source);
            } catch (BudgetSpentException e) {
                pauseForBudget(e);
            } catch (IOException e) {
                pauseAfter(++failures, e);
            }
        }
    }

    /** Fetches a file into {@code folder}, under the name of its digest, which is checked. */
    void file(FileRef file, Path folder) throws DeploymentException, InterruptedException {
        Path whole = folder.resolve(file.sha256().hex());
        Path part = folder.resolve(file.sha256().hex() + ".part");
        int mismatches = 0;
        try {
            while (!Files.exists(whole)) {
                resume(file, part);
                if (Sha256.ofFile(part).equals(file.sha256())) {
                    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.delete(part);
                    mismatches = requireFew(mismatches + 1, file);
                }
            }
        } catch (IOException e) {
            throw DeploymentException.of(StorageException.failed("cannot keep file " + file.sha256(), e));
        }
    }

    private static int requireFew(int mismatches, FileRef file) throws DeploymentException {
        if (mismatches >= MAX_MISMATCHES) {
            throw new DeploymentException(
                    FailureCode.CONTENT_MISMATCH,
                    "what was fetched as file %s has another SHA-256, %d times".formatted(file.sha256(), mismatches));
        }
        return mismatches;
    }

    private void resume(FileRef file, Path part) throws DeploymentException, InterruptedException {
        int failures = 0;
        long sizeBytes = size(part);
        while (true) {
            try {
                source.fetch(file, part);
                return;
            } catch (StorageException e) {
                throw DeploymentException.of(e);
            } catch (BudgetSpentException e) {
                pauseForBudget(e);
            } catch (IOException e) {
                failures = size(part) > sizeBytes ? 1 : failures + 1;
                sizeBytes = size(part);
                pauseAfter(failures, e);
            }
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    /** The clock may be set at any time, so the day is asked for again and again; nobody is connected to for that. */
    private void pauseForBudget(BudgetSpentException spent) throws InterruptedException {
        requireNoInterrupt();
        LOG.debug("{}", spent.getMessage());
        TimeUnit.NANOSECONDS.sleep(retries.longest().toNanos());
    }

    private static void requireNoInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the download is given up");
        }
    }

    private void pauseAfter(int failures, IOException failure) throws DeploymentException, InterruptedException {
        requireNoInterrupt();
        if (failures >= retries.most()) {
            throw new DeploymentException(
                    FailureCode.DOWNLOAD_FAILED,
                    "failed %d times in a row, the last time by: %s".formatted(failures, failure.getMessage()),
                    failure);
        }
        LOG.info("download failed {} times in a row, and will be tried again: {}", failures, failure.getMessage());
        TimeUnit.NANOSECONDS.sleep(retries.pauseAfter(failures, random).toNanos());
    }
}
