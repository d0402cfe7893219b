package io.fieldloop.agent.deployment;

import io.fieldloop.agent.accelerator.RefusedException;
import io.fieldloop.agent.disk.StorageException;
import io.fieldloop.models.pack.PackageException;
import io.fieldloop.protocol.Failure;
import io.fieldloop.protocol.FailureCode;

/** A step that failed for good, as the hub is to hear of it. */
final class DeploymentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    DeploymentException(FailureCode code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    DeploymentException(FailureCode code, String detail) {
        super(detail);
        this.code = code;
    }

    static DeploymentException of(PackageException e) {
        return new DeploymentException(e.code(), String.valueOf(e.getMessage()), e);
    }

    static DeploymentException of(RefusedException e) {
        return new DeploymentException(e.failure().code(), e.failure().detail(), e);
    }

    static DeploymentException of(StorageException e) {
        FailureCode code = e.isFull() ? FailureCode.STORAGE_FULL : FailureCode.STORAGE_FAILED;
        return new DeploymentException(code, String.valueOf(e.getMessage()), e);
    }

    Failure failure() {
        return new Failure(code, String.valueOf(getMessage()));
    }
}
