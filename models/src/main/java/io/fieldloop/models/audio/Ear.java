package io.fieldloop.models.audio;

import org.jspecify.annotations.Nullable;

/**
 * One stream of sound, as models remember it: what was heard so far and may still be part of an event. A new one remembers
 * silence. What a model remembers means nothing to another, so when another hears it starts with silence again. One thread at a time.
 */
public final class Ear {
    private @Nullable Memory memory;

    /** Remembers silence. */
    public Ear() {}

    /** What the models that {@code silence} belongs to have heard with this ear. */
    Memory memory(Memory silence) {
        Memory known = memory;
        if (known == null || !known.isOfSameModels(silence)) {
            known = silence.copy();
            memory = known;
        }
        return known;
    }

    /** Remembers silence alone. */
    void forget() {
        memory = null;
    }
}
