package io.fieldloop.agent.serve;

import java.util.Optional;

/**
 * What a served model can be asked about besides tensors, where somebody declared what it makes of it.
 *
 * @param images answers images; empty for a model that does not see
 * @param readings answers readings; empty for a model that does not read them
 * @param sounds answers sound; empty for a model that does not hear
 */
record Senses(Optional<Inputs> images, Optional<Inputs> readings, Optional<Sounds> sounds) implements AutoCloseable {
    static final Senses NONE = new Senses(Optional.empty(), Optional.empty(), Optional.empty());

    static Senses ofImages(Inputs images) {
        return new Senses(Optional.of(images), Optional.empty(), Optional.empty());
    }

    static Senses ofReadings(Inputs readings) {
        return new Senses(Optional.empty(), Optional.of(readings), Optional.empty());
    }

    static Senses of(Sounds sounds) {
        return new Senses(Optional.empty(), Optional.empty(), Optional.of(sounds));
    }

    @Override
    public void close() {
        images.ifPresent(Inputs::close);
        readings.ifPresent(Inputs::close);
        sounds.ifPresent(Sounds::close);
    }
}
