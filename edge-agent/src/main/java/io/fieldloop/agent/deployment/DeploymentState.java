package io.fieldloop.agent.deployment;

import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Offer;
import java.util.Optional;
import java.util.Set;

/** Where one model's deployment is. The table of the package says how one becomes another. */
public sealed interface DeploymentState {
    /** What the log calls it. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** What is installed and serves, or has to serve again, in this state. */
    Versions versions();

    /** The same state after the active version turned out to be unusable. */
    DeploymentState with(Versions versions);

    /** What is being deployed; empty when nothing is. */
    Optional<Offer> offer();

    /** The packages that must stay on the disk. */
    default Set<Sha256> manifests() {
        Set<Sha256> manifests = versions().manifests();
        offer().ifPresent(offer -> manifests.add(offer.manifest()));
        return manifests;
    }

    /**
     * Nothing is being deployed.
     *
     * @param lastRejection the last offer that was refused, so that it is not tried again while it is retained
     */
    record Idle(Versions versions, Optional<Rejection> lastRejection) implements DeploymentState {
        @Override
        public Idle with(Versions other) {
            return new Idle(other, lastRejection);
        }

        @Override
        public Optional<Offer> offer() {
            return Optional.empty();
        }
    }

    /** The package is being fetched. */
    record Downloading(Versions versions, Offer offered) implements DeploymentState {
        @Override
        public Downloading with(Versions other) {
            return new Downloading(other, offered);
        }

        @Override
        public Optional<Offer> offer() {
            return Optional.of(offered);
        }
    }

    /** The package is all here; signature, sizes and digests are being checked. */
    record Verifying(Versions versions, Offer offered) implements DeploymentState {
        @Override
        public Verifying with(Versions other) {
            return new Verifying(other, offered);
        }

        @Override
        public Optional<Offer> offer() {
            return Optional.of(offered);
        }
    }

    /** The model is run in a process of its own. */
    record Trialling(Versions versions, Offer offered) implements DeploymentState {
        @Override
        public Trialling with(Versions other) {
            return new Trialling(other, offered);
        }

        @Override
        public Optional<Offer> offer() {
            return Optional.of(offered);
        }
    }

    /** The model is being loaded, and then serves under watch. The versions are those to come back to. */
    record Soaking(Versions versions, Offer offered) implements DeploymentState {
        @Override
        public Soaking with(Versions other) {
            return new Soaking(other, offered);
        }

        @Override
        public Optional<Offer> offer() {
            return Optional.of(offered);
        }
    }

    /** The offer is refused, and the active version is being brought back if it does not serve. */
    record RollingBack(Versions versions, Rejection rejection) implements DeploymentState {
        @Override
        public RollingBack with(Versions other) {
            return new RollingBack(other, rejection);
        }

        @Override
        public Optional<Offer> offer() {
            return Optional.of(rejection.offer());
        }
    }
}
