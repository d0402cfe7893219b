package io.fieldloop.hub.training;

/** Somebody asked for the run's cancellation, or the hub stops. */
final class RunCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
