package io.fieldloop.models.vision;

import io.fieldloop.protocol.Bytes;

/** Reads PNG and JPEG. Any thread. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies follow
public final class ImageReader {
    /** The largest file. */
    public static final int MAX_SIZE_BYTES = 32 << 20;

    private ImageReader() {}

    /**
     * Reads an image. What is transparent becomes white; a turn that the file asks for (EXIF) is not made.
     *
     * @throws ImageException if the bytes are no whole PNG or JPEG, or exceed {@link #MAX_SIZE_BYTES} or
     *     {@link Image#MAX_PIXELS}
     */
    public static Image read(Bytes encoded) throws ImageException {
        throw new UnsupportedOperationException();
    }
}
