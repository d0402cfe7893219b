package io.fieldloop.agent.inference;

/**
 * What one version did since it began to serve.
 *
 * @param begun inferences that a worker took up
 * @param answered inferences that came to an answer
 * @param failed inferences that ended in an error
 * @param lastFailure what the last error said; empty when there was none
 * @param recent its latest answers, at most 512
 */
public record Tally(long begun, long answered, long failed, String lastFailure, Recent recent) {
    /** How many inferences have ended, well or not. */
    public long ended() {
        return answered + failed;
    }
}
