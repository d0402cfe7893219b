package io.fieldloop.hub.training;

/** Where work says how far it is. */
interface RunProgress {
    /**
     * Says what is done now and how far all of the work is.
     *
     * @param share 0 to 1
     * @throws RunCancelledException if the work is to stop
     */
    void at(String step, double share);

    /** The same for a part of the work that goes from one share to another. */
    default RunProgress part(double from, double to) {
        return (step, share) -> at(step, from + (to - from) * share);
    }
}
