package io.fieldloop.protocol;

/**
 * A failure as it is reported.
 *
 * @param code what kind
 * @param detail one sentence for a person; cut to {@value #DETAIL_LIMIT} characters
 */
public record Failure(FailureCode code, String detail) {
    /** The longest detail, in characters. */
    public static final int DETAIL_LIMIT = 500;

    /** Cuts the detail. */
    public Failure {
        if (detail.length() > DETAIL_LIMIT) {
            detail = detail.substring(0, DETAIL_LIMIT - 1) + "…";
        }
    }

    @Override
    public String toString() {
        return code + ": " + detail;
    }
}
