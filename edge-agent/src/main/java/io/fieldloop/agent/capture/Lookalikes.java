package io.fieldloop.agent.capture;

import io.fieldloop.models.audio.Sound;
import io.fieldloop.models.audio.SpectralHash;
import io.fieldloop.models.readings.Readings;
import io.fieldloop.models.vision.DifferenceHash;
import io.fieldloop.models.vision.Image;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** Remembers what the inputs of a stream that were captured were like. One thread at a time. */
public final class Lookalikes {
    private final NearDuplicates settings;
    private final Sketch sketch = new Sketch();
    private final Deque<Look> captured = new ArrayDeque<>();

    /** Nothing is captured yet. */
    public Lookalikes(NearDuplicates settings) {
        this.settings = settings;
    }

    /** Whether an image that came at some time is like one that was captured; if not, it is remembered from now on. */
    public boolean isKnown(Image image, Instant at) {
        return isKnown(DifferenceHash.of(image), at);
    }

    /** The same of a sound; all of a stream are to have one sample rate. */
    public boolean isKnown(Sound sound, Instant at) {
        return isKnown(SpectralHash.of(sound), at);
    }

    /** The same of a window of readings; all of a stream are to have the same columns. None is while little was captured yet. */
    public boolean isKnown(Readings readings, Instant at) {
        OptionalLong hash = sketch.of(readings);
        return hash.isPresent() && isKnown(hash.getAsLong(), at);
    }

    private boolean isKnown(long hash, Instant at) {
        captured.removeIf(look -> !look.since.holds(at));
        for (Look look : captured) {
            if (DifferenceHash.distance(hash, look.hash) <= settings.distance()) {
                return true;
            }
        }
        remember(hash, at);
        return false;
    }

    private void remember(long hash, Instant at) {
        Period since = new Period(settings.within());
        since.begin(at);
        captured.addLast(new Look(hash, since));
        if (captured.size() > settings.among()) {
            captured.removeFirst();
        }
    }

    private record Look(long hash, Period since) {}
}
