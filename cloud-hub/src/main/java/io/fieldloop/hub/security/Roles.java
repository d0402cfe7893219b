package io.fieldloop.hub.security;

/**
 * What the signed-in may do, for {@code @Secured}. Each role of people may do all that the one before it may.
 *
 * <pre>
 *   {@code viewer < labeller < operator < admin}
 * </pre>
 */
public final class Roles {
    /** Looks at everything, changes nothing. */
    public static final String VIEWER = "viewer";

    /** Labels samples. */
    public static final String LABELLER = "labeller";

    /** Runs devices, models, trainings and rollouts. */
    public static final String OPERATOR = "operator";

    /** Gives and takes access. */
    public static final String ADMIN = "admin";

    /** A device with its certificate; no person has it, and a device has no other. */
    public static final String DEVICE = "device";

    private Roles() {}
}
