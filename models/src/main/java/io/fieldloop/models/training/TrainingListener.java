package io.fieldloop.models.training;

/** Is told by the training thread how far it is. */
interface TrainingListener {

    /** How far a training is; all counts start at 1. */
    record Position(int epoch, int epochs, int step, int stepsPerEpoch) {

        /** The share of all work that is done, from 0 to 1. */
        double share() {
            return ((epoch - 1.0) * stepsPerEpoch + step) / ((double) epochs * stepsPerEpoch);
        }
    }

    /** @param loss mean cross-entropy of the step's batch, in nats */
    void reached(Position position, float loss);
}
