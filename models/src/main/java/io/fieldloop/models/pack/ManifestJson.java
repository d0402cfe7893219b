package io.fieldloop.models.pack;

/** Writes and reads manifests as JSON, schema version 1. Any thread. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies follow
public final class ManifestJson {
    private ManifestJson() {}

    /** Writes a manifest; equal manifests give equal bytes. */
    public static byte[] write(Manifest manifest) {
        throw new UnsupportedOperationException("" + manifest);
    }

    /**
     * Reads a manifest.
     *
     * @throws PackageException with {@link io.fieldloop.protocol.FailureCode#MANIFEST_INVALID} that names the field, if the
     *     bytes are no manifest
     */
    public static Manifest read(byte[] json) throws PackageException {
        throw new UnsupportedOperationException("" + json.length);
    }
}
