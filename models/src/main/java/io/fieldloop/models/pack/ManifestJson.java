package io.fieldloop.models.pack;

import io.fieldloop.models.json.JsonFields;
import io.fieldloop.models.json.MalformedJsonException;
import io.fieldloop.protocol.FailureCode;
import io.fieldloop.protocol.Sha256;
import org.jspecify.annotations.Nullable;

/** Writes and reads manifests as JSON. Any thread. */
public final class ManifestJson {
    /** The schema version that this program writes, and the only one that it reads. */
    public static final int SCHEMA = 1;

    /** The largest manifest. */
    public static final int MAX_SIZE_BYTES = 2 << 20;

    private static final int MAX_TEXT = 4_096;

    private ManifestJson() {}

    /**
     * Writes a manifest; equal manifests give equal bytes. Their {@link Sha256} is the identity of the package.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_SIZE_BYTES}
     */
    public static byte[] write(Manifest manifest) {
        byte[] json = ManifestWriter.write(manifest);
        if (json.length > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a manifest has at most %d bytes, not %d".formatted(MAX_SIZE_BYTES, json.length));
        }
        return json;
    }

    /**
     * Reads a manifest. Fields that are not known are ignored, so that schema 1 may grow.
     *
     * @throws PackageException with {@link FailureCode#MANIFEST_INVALID} that names the field, if the bytes are no manifest
     */
    public static Manifest read(byte[] json) throws PackageException {
        if (json.length > MAX_SIZE_BYTES) {
            throw invalid("%d bytes; at most %d are read".formatted(json.length, MAX_SIZE_BYTES), null);
        }
        try {
            JsonFields fields = JsonFields.read(json, MAX_TEXT);
            long schema = fields.integer("schema");
            if (schema != SCHEMA) {
                throw invalid("schema %d is not %d; update this program".formatted(schema, SCHEMA), null);
            }
            return fields.as(ManifestReader::manifest);
        } catch (MalformedJsonException e) {
            throw invalid(String.valueOf(e.getMessage()), e);
        }
    }

    private static PackageException invalid(String detail, @Nullable Throwable cause) {
        return new PackageException(FailureCode.MANIFEST_INVALID, detail, cause);
    }
}
