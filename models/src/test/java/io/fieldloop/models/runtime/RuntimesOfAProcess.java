package io.fieldloop.models.runtime;

/** Run in a process of its own: tells which runtimes work there. */
final class RuntimesOfAProcess {
    private RuntimesOfAProcess() {}

    public static void main(String[] arguments) {
        System.out.println("AVAILABLE " + Runtimes.available().describe());
    }
}
