package io.fieldloop.agent.identity;

/** A device without an identity that can be used; says which command makes one. */
public final class IdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    IdentityException(String problem, String remedy) {
        super(problem + "; " + remedy);
    }
}
