package io.fieldloop.agent.deployment.trial;

import io.fieldloop.agent.accelerator.Candidate;
import io.fieldloop.agent.accelerator.Finding;
import io.fieldloop.models.pack.LocalPackage;
import io.fieldloop.models.pack.Manifest;
import io.fieldloop.models.pack.ManifestJson;
import io.fieldloop.models.pack.PackageException;
import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Runtimes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The program of the child process: tries one package on one accelerator, says how it ended, and is gone. */
public final class TrialMain {
    private static final int MAX_MANIFEST_BYTES = 4 << 20;
    private static final int ABANDONED = 3;

    private TrialMain() {}

    /**
     * Tries the package in the folder that is the first argument; the others are a variant of it and an accelerator.
     *
     * @throws IOException if no manifest comes from the standard input
     * @throws PackageException if what comes is no manifest
     */
    public static void main(String[] arguments) throws IOException, PackageException {
        Manifest manifest = receive(System.in);
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> endWith(System.in));
        LocalPackage source = new LocalPackage(manifest, Path.of(arguments[0]));
        Candidate candidate = new Candidate(arguments[1], Accelerator.parse(arguments[2]));
        Finding finding = new Rehearsal(source, Runtimes.available()).run(candidate);
        // On a line of its own, whatever a native library printed before.
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.print("\n" + FindingLine.write(finding) + "\n");
        out.flush();
        // Not by returning: what native libraries do at the end of a process is no part of the trial.
        Runtime.getRuntime().halt(0);
    }

    /** Sends a manifest to a child. The stream stays open, for its end is the sign that nobody waits any more. */
    static void send(Manifest manifest, OutputStream to) throws IOException {
        byte[] json = ManifestJson.write(manifest);
        DataOutputStream out = new DataOutputStream(to);
        out.writeInt(json.length);
        out.write(json);
        out.flush();
    }

    private static Manifest receive(InputStream from) throws IOException, PackageException {
        DataInputStream in = new DataInputStream(from);
        int length = in.readInt();
        if (length < 0 || length > MAX_MANIFEST_BYTES) {
            throw new IOException("a manifest of %d bytes is too long".formatted(length));
        }
        return ManifestJson.read(in.readNBytes(length));
    }

    private static void endWith(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // The same as an end.
        }
        Runtime.getRuntime().halt(ABANDONED);
    }
}
