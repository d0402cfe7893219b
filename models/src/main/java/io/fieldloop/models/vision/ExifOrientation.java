package io.fieldloop.models.vision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How viewers turn the pixels of an image: the tag {@code Orientation} of EXIF 2.3, in a JPEG's segment APP1 or a PNG's chunk
 * {@code eXIf}; 1 for not at all, up to 8. Nothing here turns pixels: places in an image are places in its pixels as they are stored.
 */
public final class ExifOrientation {
    /** Viewers show the pixels as they are. */
    public static final int UPRIGHT = 1;

    private static final int APP1 = 0xE1;
    private static final int START_OF_SCAN = 0xDA;
    private static final int EXIF = 0x45786966;
    private static final int EXIF_CHUNK = 0x65584966;
    private static final int FIRST_CHUNK_AT = 8;
    private static final int ORIENTATION = 0x0112;
    private static final int ENTRY_BYTES = 12;

    private ExifOrientation() {}

    /** Of a whole PNG or JPEG; upright if it does not say, or says nonsense. */
    public static int of(byte[] image) {
        ByteBuffer file = ByteBuffer.wrap(image);
        try {
            return (image[0] & 0xFF) == 0xFF ? ofJpeg(file) : ofPng(file);
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return UPRIGHT; // a length or offset leads out of the file
        }
    }

    private static int ofJpeg(ByteBuffer file) {
        for (int at = 2; (file.get(at + 1) & 0xFF) != START_OF_SCAN; at += 2 + (file.getShort(at + 2) & 0xFFFF)) {
            if ((file.get(at + 1) & 0xFF) == APP1 && file.getInt(at + 4) == EXIF) {
                return ofTiff(file.slice(at + 10, (file.getShort(at + 2) & 0xFFFF) - 8));
            }
        }
        return UPRIGHT;
    }

    private static int ofPng(ByteBuffer file) {
        for (int at = FIRST_CHUNK_AT; at < file.limit(); at += 12 + file.getInt(at)) {
            if (file.getInt(at + 4) == EXIF_CHUNK) {
                return ofTiff(file.slice(at + 8, file.getInt(at)));
            }
        }
        return UPRIGHT;
    }

    private static int ofTiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if ((tiff.getShort(entry) & 0xFFFF) == ORIENTATION) {
                int orientation = tiff.getShort(entry + 8);
                return orientation >= UPRIGHT && orientation <= 8 ? orientation : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** A JPEG that says nothing yet, saying it. */
    public static byte[] said(byte[] jpeg, int orientation) {
        byte[] segment = {
            (byte) 0xFF,
            (byte) APP1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8, // big-endian; the directory begins after these 8 bytes
            0,
            1,
            ORIENTATION >> 8,
            ORIENTATION & 0xFF,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0 // no other directory
        };
        return ByteBuffer.allocate(jpeg.length + segment.length)
                .put(jpeg, 0, 2)
                .put(segment)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }
}
