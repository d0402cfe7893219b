package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.InferencePool;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.models.audio.AudioException;
import io.fieldloop.models.audio.Ear;
import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.WavFile;
import io.fieldloop.models.pack.Preprocessing.OfSound;
import io.fieldloop.models.predict.Content;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.protocol.ModelRef;
import io.fieldloop.protocol.message.Prediction.ClassScore;
import io.fieldloop.protocol.message.Prediction.Classified;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Answers sound by the events that a served model hears in it. Before each sound there was silence: what one client sent is no part of
 * what another is told. Any thread.
 */
final class Sounds implements AutoCloseable {
    private final InferencePool pool;
    private final boolean owned;
    private final ModelRef model;
    private final OfSound declared;

    /**
     * Answers what the pool hears.
     *
     * @param owned whether nobody else uses the pool, so that it ends with the model
     * @param model which version the pool serves
     * @param declared how the model takes sound
     */
    Sounds(InferencePool pool, boolean owned, ModelRef model, OfSound declared) {
        this.pool = pool;
        this.owned = owned;
        this.model = model;
        this.declared = declared;
    }

    /**
     * Answers a WAV file, piece by piece, so that streams and other clients get their turn in between.
     *
     * @param deadlineNanos on the scale of {@link System#nanoTime}
     * @throws ApiException if it is no sound as the model needs it, or the deadline passes
     * @throws NoModelException if no version serves any more
     * @throws ModelException with {@link Reason#CLOSED} if another version took over meanwhile, with another if the model failed
     */
    Heard answer(byte[] wav, long deadlineNanos)
            throws ApiException, NoModelException, ModelException, InterruptedException {
        Sound sound = decoded(wav);
        var ear = new Ear();
        List<Event> events = new ArrayList<>();
        for (int first = 0; first < sound.length(); first += declared.hop()) {
            int end = Math.min(sound.length(), first + declared.hop());
            Answer answer = infer(
                    new Sound(sound.sampleRate(), Arrays.copyOfRange(sound.samples(), first, end)), ear, deadlineNanos);
            if (!answer.model().equals(model)) {
                throw new ModelException(Reason.CLOSED, "%s took over within the sound".formatted(answer.model()));
            }
            if (answer.prediction() instanceof Classified(var classes)) {
                for (ClassScore heard : classes) {
                    events.add(new Event(end * 1_000L / sound.sampleRate(), heard));
                }
            }
        }
        return new Heard(model, events);
    }

    private Answer infer(Sound piece, Ear ear, long deadlineNanos)
            throws ApiException, NoModelException, ModelException, InterruptedException {
        try {
            return pool.infer(new Content.OfSound(piece, ear), Runner.left(deadlineNanos));
        } catch (TimeoutException _) {
            throw Runner.late();
        }
    }

    private Sound decoded(byte[] wav) throws ApiException {
        try {
            return WavFile.read(wav, declared.sampleRate());
        } catch (AudioException e) {
            throw ApiException.wrong("the body is no sound that the model hears: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (owned) {
            pool.close();
        }
    }

    /**
     * What was heard in a sound.
     *
     * @param model that heard it
     * @param events in their order
     */
    record Heard(ModelRef model, List<Event> events) {
        Heard {
            events = List.copyOf(events);
        }
    }

    /**
     * Something that was heard.
     *
     * @param atMillis from the begin of the sound to when the model was sure
     */
    record Event(long atMillis, ClassScore heard) {}
}
