package io.fieldloop.models.placement;

/** How what was asked for compares with what runs. */
public enum Standing {
    /** No accelerator was asked for. */
    UNASKED,
    /** Every operator runs on an accelerator that was asked for. */
    WHOLE,
    /** Some operators run on an accelerator that was asked for, and some elsewhere. */
    PARTIAL,
    /** Accelerators were asked for, and none of them runs any operator. */
    FALLBACK
}
