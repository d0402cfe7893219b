package io.fieldloop.agent.source;

import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.WavFile;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.readings.CsvFile;
import io.fieldloop.models.readings.NpyFile;
import io.fieldloop.models.readings.Readings;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;

/** What a source gives at a time: an image, a window of readings, or a piece of sound. */
public sealed interface Input {
    /** By which the source knows it, for people too. */
    String name();

    /**
     * What a model is asked about.
     *
     * @throws ImageException if it is an image that cannot be read
     * @throws ReadingsException if it is readings that cannot be read
     */
    Content content() throws ImageException, ReadingsException;

    /** Of {@link #media}, such as {@code image/png}. */
    String mediaType();

    /** It as a file would hold it, at most {@link ImageReader#MAX_SIZE_BYTES}. */
    Bytes media();

    /**
     * An image, or a window of readings, that came as a file.
     *
     * @param name by which the source knows it
     * @param mediaType {@code image/png}, {@code image/jpeg}, {@code text/csv} or {@code application/x-npy}
     * @param media its bytes
     */
    record Encoded(String name, String mediaType, Bytes media) implements Input {
        /** What a file is by how it begins. What is nothing of all that cannot be read, and is not kept whatever it is called. */
        static Encoded of(String name, byte[] file) {
            return new Encoded(name, mediaType(file), Bytes.wrap(file));
        }

        private static String mediaType(byte[] file) {
            if (NpyFile.isOne(file)) {
                return NpyFile.MEDIA_TYPE;
            }
            if (file.length > 0 && file[0] == (byte) 0xFF) {
                return "image/jpeg";
            }
            return CsvFile.isLikely(file) ? CsvFile.MEDIA_TYPE : "image/png";
        }

        @Override
        public Content content() throws ImageException, ReadingsException {
            return switch (mediaType) {
                case CsvFile.MEDIA_TYPE, NpyFile.MEDIA_TYPE -> new Content.OfReadings(Readings.read(media.toArray()));
                default -> new Content.OfImage(ImageReader.read(media));
            };
        }
    }

    /**
     * An image that came as its pixels; made a PNG only when somebody wants to keep it.
     *
     * @param name by which the source knows it
     * @param image its pixels
     */
    record Raw(String name, Image image) implements Input {
        @Override
        public Content content() {
            return new Content.OfImage(image);
        }

        @Override
        public String mediaType() {
            return "image/png";
        }

        @Override
        public Bytes media() {
            return ImageWriter.png(image);
        }
    }

    /**
     * A piece of a stream of sound. Pieces with the same ear follow one another without a gap.
     *
     * @param sound the piece
     * @param ear of what was heard since the stream started, or since the last gap
     */
    record Heard(Sound sound, Ear ear) implements Input {
        @Override
        public String name() {
            return "a piece of sound";
        }

        @Override
        public Content content() {
            return new Content.OfSound(sound, ear);
        }

        @Override
        public String mediaType() {
            return WavFile.MEDIA_TYPE;
        }

        @Override
        public Bytes media() {
            return Bytes.wrap(WavFile.write(sound));
        }
    }
}
