package io.fieldloop.models.training;

/**
 * What makes one training differ from another.
 *
 * @param seed of the first weights and of the order and mirroring of the images
 * @param epochs how often each image is learnt from
 */
record TrainingPlan(int seed, int epochs) {
    TrainingPlan {
        if (epochs < 1 || epochs > 1_000) {
            throw new IllegalArgumentException("a training takes 1 to 1000 epochs, not " + epochs);
        }
    }
}
