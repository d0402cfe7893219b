package io.fieldloop.agent.process;

/** A process and all that it started. */
public final class ProcessTree {
    private ProcessTree() {}

    /** Kills a process and its descendants, and returns when it is gone. */
    public static void end(Process root) {
        root.descendants().forEach(ProcessHandle::destroyForcibly);
        root.destroyForcibly().onExit().join();
    }
}
