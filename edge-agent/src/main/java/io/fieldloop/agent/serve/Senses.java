package io.fieldloop.agent.serve;

import java.util.Optional;

/**
 * What a served model can be asked about besides tensors, where somebody declared what it makes of it.
 *
 * @param images answers images; empty for a model that does not see
 * @param sounds answers sound; empty for a model that does not hear
 */
record Senses(Optional<Images> images, Optional<Sounds> sounds) implements AutoCloseable {
    static final Senses NONE = new Senses(Optional.empty(), Optional.empty());

    static Senses of(Images images) {
        return new Senses(Optional.of(images), Optional.empty());
    }

    static Senses of(Sounds sounds) {
        return new Senses(Optional.empty(), Optional.of(sounds));
    }

    @Override
    public void close() {
        images.ifPresent(Images::close);
        sounds.ifPresent(Sounds::close);
    }
}
