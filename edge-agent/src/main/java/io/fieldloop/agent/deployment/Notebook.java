package io.fieldloop.agent.deployment;

import io.fieldloop.agent.deployment.DeploymentState.Idle;
import io.fieldloop.agent.disk.PackageStore;
import io.fieldloop.protocol.ModelName;
import io.fieldloop.protocol.message.DeploymentReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one model's deployment remembers, in memory and in the journal, with the packages that it claims for it. One thread
 * at a time.
 */
final class Notebook {
    private static final Logger LOG = LoggerFactory.getLogger(Notebook.class);

    private final ModelName model;
    private final Journal journal;
    private final PackageStore store;
    private Journal.Entry entry;

    /** Reads the journal; without one, whatever the store can prove to have served serves again. */
    Notebook(ModelName model, Journal journal, Packages packages) {
        this.model = model;
        this.journal = journal;
        this.store = packages.store();
        this.entry = journal.read(model)
                .orElseGet(() -> Journal.Entry.empty(new Versions(packages.proven(model), Optional.empty())));
        store.claim(model, entry.state().manifests());
    }

    ModelName model() {
        return model;
    }

    DeploymentState state() {
        return entry.state();
    }

    List<DeploymentReport> unsent() {
        return entry.unsent();
    }

    /** How often the agent started since the active version last served well. */
    int starts() {
        return entry.starts();
    }

    /**
     * Takes a new state, on the disk first.
     *
     * @param report what the hub is to hear of it
     * @throws IOException if the disk refuses; nothing is taken then
     */
    void write(DeploymentState next, Optional<DeploymentReport> report) throws IOException {
        Journal.Entry changed = changed(next, report);
        journal.write(model, changed);
        take(changed);
    }

    /** Takes a new state although the disk refuses it. */
    void takeUnwritten(DeploymentState next, Optional<DeploymentReport> report) {
        take(changed(next, report));
    }

    private Journal.Entry changed(DeploymentState next, Optional<DeploymentReport> report) {
        Journal.Entry changed = entry.with(next);
        return report.isPresent() ? changed.withUnsent(report.get()) : changed;
    }

    private void take(Journal.Entry changed) {
        entry = changed;
        store.claim(model, changed.state().manifests());
        if (changed.state() instanceof Idle idle) {
            tidy(idle);
        }
    }

    /** Neither is needed to be true to the journal, so a disk that refuses is no reason to stop. */
    private void tidy(Idle idle) {
        try {
            if (idle.versions().active().isPresent()) {
                store.activate(model, idle.versions().active().get().manifest());
            }
            store.sweep();
        } catch (IOException e) {
            LOG.warn("model={} the package store could not be tidied", model, e);
        }
    }

    /** The broker has a report. */
    void sent(DeploymentReport report) {
        note(entry.withSent(report));
    }

    /** The agent starts, and is about to load the active version. */
    void started() {
        note(entry.withStarts(entry.starts() + 1));
    }

    /** The active version serves well, or was not what ended the agent. */
    void startedWell() {
        note(entry.withStarts(0));
    }

    private void note(Journal.Entry changed) {
        if (changed.equals(entry)) {
            return;
        }
        entry = changed;
        try {
            journal.write(model, changed);
        } catch (IOException e) {
            LOG.warn("model={} the journal could not be written", model, e);
        }
    }
}
