package io.fieldloop.models.predict;

import io.fieldloop.models.audio.AudioException;
import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.SoundFile;
import io.fieldloop.models.pack.Preprocessing;
import io.fieldloop.models.readings.Readings;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;

/** What a model is asked about. */
public sealed interface Content {
    /** An image. */
    record OfImage(Image image) implements Content {}

    /**
     * A piece of a stream of sound.
     *
     * @param sound the piece
     * @param ear of the stream
     */
    record OfSound(Sound sound, Ear ear) implements Content {}

    /** A window of readings. */
    record OfReadings(Readings readings) implements Content {}

    /**
     * What a file holds that a model is to be asked about: an image, the whole of a stream of sound, or readings.
     *
     * @throws ImageException if it is no image that can be read
     * @throws AudioException if it is no sound as the model needs it
     * @throws ReadingsException if it is no readings that can be read
     */
    static Content read(Bytes file, Preprocessing preprocessing)
            throws ImageException, AudioException, ReadingsException {
        return switch (preprocessing) {
            case Preprocessing.OfImages _ -> new OfImage(ImageReader.read(file));
            case Preprocessing.OfSound sound ->
                new OfSound(SoundFile.read(file.toArray(), sound.sampleRate()), new Ear());
            case Preprocessing.OfReadings _ -> new OfReadings(Readings.read(file.toArray()));
        };
    }

    /** The least that a model can be asked about: a black image, silence for as long as it goes on at a time, or zeros. */
    static Content empty(Preprocessing preprocessing) {
        return switch (preprocessing) {
            case Preprocessing.OfImages images ->
                new OfImage(new Image(images.width(), images.height(), new int[images.width() * images.height()]));
            case Preprocessing.OfSound sound ->
                new OfSound(new Sound(sound.sampleRate(), new short[sound.hop()]), new Ear());
            case Preprocessing.OfReadings readings ->
                new OfReadings(Readings.zeros(readings.rows(), readings.columns()));
        };
    }
}
