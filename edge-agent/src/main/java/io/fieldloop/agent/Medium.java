package io.fieldloop.agent;

import io.fieldloop.agent.capture.MediaPolicy;
import io.fieldloop.agent.capture.MediaPolicy.ReadingsForm;
import io.fieldloop.agent.capture.MediaPolicy.SoundForm;
import io.fieldloop.agent.source.Input;
import io.fieldloop.agent.source.Input.Encoded;
import io.fieldloop.models.audio.FlacFile;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.predict.Content.OfImage;
import io.fieldloop.models.predict.Content.OfReadings;
import io.fieldloop.models.predict.Content.OfSound;
import io.fieldloop.models.readings.ReadingsException;
import io.fieldloop.models.readings.Zstandard;
import io.fieldloop.models.vision.ExifOrientation;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A captured input as it is kept and sent.
 *
 * @param type such as {@code image/png}
 */
record Medium(String type, Bytes content) {
    /** Larger readings are not compressed: the small heap of a device would have to hold them twice more. */
    private static final int MOST_COMPRESSED_BYTES = 8 << 20;

    /** An input in the form that a policy wants; as it is where that would be no smaller. */
    static Medium of(Input input, MediaPolicy policy) {
        Medium asIs = new Medium(input.mediaType(), input.media());
        if (policy.equals(MediaPolicy.AS_IS)) {
            return asIs;
        }
        return wanted(input, policy)
                .filter(other -> other.content.size() < asIs.content.size())
                .orElse(asIs);
    }

    private static Optional<Medium> wanted(Input input, MediaPolicy policy) {
        try {
            return switch (input.content()) {
                case OfImage seen -> jpeg(seen.image(), input, policy.jpegQuality());
                case OfSound heard -> sound(heard.sound(), policy.sound());
                case OfReadings _ -> readings(input, policy.readings());
            };
        } catch (ImageException | ReadingsException e) {
            throw new IllegalStateException("the model has seen it", e);
        }
    }

    private static Optional<Medium> jpeg(Image image, Input input, OptionalInt quality) {
        if (quality.isEmpty()) {
            return Optional.empty();
        }
        Bytes pixels = ImageWriter.jpeg(image, quality.getAsInt() / 100.0);
        return Optional.of(new Medium("image/jpeg", turned(pixels, orientation(input))));
    }

    /** What came as bare pixels says nothing. */
    private static int orientation(Input input) {
        return input instanceof Encoded encoded
                ? ExifOrientation.of(encoded.media().toArray())
                : ExifOrientation.UPRIGHT;
    }

    private static Bytes turned(Bytes jpeg, int orientation) {
        return orientation == ExifOrientation.UPRIGHT
                ? jpeg
                : Bytes.wrap(ExifOrientation.said(jpeg.toArray(), orientation));
    }

    private static Optional<Medium> readings(Input input, ReadingsForm form) {
        return switch (form) {
            case AS_IS -> Optional.empty();
            case ZSTD -> Optional.of(input).filter(Medium::isCompressible).map(Medium::compressed);
        };
    }

    private static boolean isCompressible(Input input) {
        return input.media().size() <= MOST_COMPRESSED_BYTES;
    }

    private static Medium compressed(Input input) {
        Bytes content = Bytes.wrap(Zstandard.compress(input.media().toArray()));
        return new Medium(input.mediaType() + Zstandard.SUFFIX, content);
    }

    private static Optional<Medium> sound(Sound sound, SoundForm form) {
        return switch (form) {
            case AS_IS -> Optional.empty();
            case FLAC -> Optional.of(new Medium(FlacFile.MEDIA_TYPE, Bytes.wrap(FlacFile.write(sound))));
        };
    }
}
