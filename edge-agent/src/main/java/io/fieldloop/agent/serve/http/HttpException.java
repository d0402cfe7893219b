package io.fieldloop.agent.serve.http;

/** A request that breaks the protocol or a limit; its connection cannot go on, because nobody knows where the next one starts. */
public final class HttpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Says what is wrong.
     *
     * @param status of the answer, 400 to 599
     */
    HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }
}
