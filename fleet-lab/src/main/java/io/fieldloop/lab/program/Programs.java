package io.fieldloop.lab.program;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Starts the product's programs, each in a process of its own, with the class path that the build wrote down. */
public final class Programs {
    private static final Duration END_LIMIT = Duration.ofSeconds(15);
    private static final Duration ISSUE_LIMIT = Duration.ofMinutes(3);
    private static final String HUB = "io.fieldloop.hub.HubApplication";

    private final Path root;
    private final Path logs;
    private final List<String> launcher;

    /**
     * Programs of one checkout.
     *
     * @param root the folder of the root {@code pom.xml}
     * @param logs where their output goes, a file each
     */
    public Programs(Path root, Path logs) {
        this(root, logs, List.of());
    }

    /**
     * The same, each started by another program.
     *
     * @param launcher that program and its options, before the command
     */
    public Programs(Path root, Path logs, List<String> launcher) {
        this.root = root;
        this.logs = logs;
        this.launcher = List.copyOf(launcher);
    }

    /** The checkout that this process was started from: system property {@code fieldloop.root}, else the work folder. */
    public static Path root() {
        return Path.of(System.getProperty("fieldloop.root", "")).toAbsolutePath();
    }

    /** Asks every program that this process started to end, and ends those at once that have not after a few seconds. */
    public static void endAll() {
        List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
        List<ProcessHandle> started = ProcessHandle.current().children().toList();
        started.forEach(ProcessHandle::destroy);
        var ended = CompletableFuture.allOf(
                started.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        ended.completeOnTimeout(null, END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * Starts a hub.
     *
     * @throws IOException if the build has not been run, or the process cannot be started
     */
    public Program hub(List<String> options) throws IOException {
        return start("hub", arguments("hub", "cloud-hub", List.of(), List.of()), HUB, options);
    }

    /**
     * Has a hub issue a key for each of the clients, which need not run for that.
     *
     * @param data where the hub keeps everything
     * @param keys the folder they go to
     * @param options more of it, and the names of the clients
     * @throws IOException if the build has not been run, or the hub issues none
     */
    public void issueKeys(Path data, Path keys, List<String> options)
            throws IOException, ProgramException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("issue", "--data", data.toString(), "--out", keys.toString()));
        all.addAll(options);
        String name = "issue";
        Program issue = start(name, arguments(name, "cloud-hub", List.of(), List.of()), HUB, all);
        if (issue.awaitEnd(ISSUE_LIMIT) != 0) {
            throw new IOException("the hub issued no keys" + issue.tail());
        }
    }

    /**
     * Starts the agent program.
     *
     * @param name what it is called in messages and its log
     * @throws IOException if the build has not been run, or the process cannot be started
     */
    public Program agent(String name, List<String> options) throws IOException {
        return start(
                name,
                arguments(name, "edge-agent", List.of(), ofCommand("edge-agent", options)),
                "io.fieldloop.agent.AgentApplication",
                options);
    }

    /** Java options that only the command has which is asked for, as the launcher of the checkout adds them. */
    private List<String> ofCommand(String module, List<String> options) throws IOException {
        Path file = root.resolve(module).resolve("src/main/launch").resolve(options.getFirst() + ".options");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /**
     * Starts another main class with the agent's class path and some more of it in front.
     *
     * @param javaOptions after those of the agent
     * @throws IOException if the build has not been run, or the process cannot be started
     */
    public Program agentWith(
            String name, List<Path> more, List<String> javaOptions, Class<?> main, List<String> options)
            throws IOException {
        return start(name, arguments(name, "edge-agent", more, javaOptions), main.getName(), options);
    }

    /**
     * Starts a program that was installed.
     *
     * @param environment more of it
     * @throws IOException if the process cannot be started
     */
    public Program installed(String name, Path program, List<String> options, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(program.toString());
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return Program.start(name, builder, logs.resolve(name + ".log"));
    }

    private Program start(String name, Path arguments, String main, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + arguments);
        command.add(main);
        command.addAll(options);
        return Program.start(name, new ProcessBuilder(command), logs.resolve(name + ".log"));
    }

    /** An argument file, since ONNX Runtime 1.29 crashes when the command line exceeds 4 KiB. */
    private Path arguments(String name, String module, List<Path> more, List<String> javaOptions) throws IOException {
        Path folder = root.resolve(module);
        Path classPath = folder.resolve("target/classpath");
        if (!Files.exists(classPath)) {
            throw new IOException(classPath + " is missing; run ./fieldloop build");
        }
        List<String> parts = new ArrayList<>();
        more.forEach(path -> parts.add(path.toString()));
        parts.add(folder.resolve("target/classes").toString());
        parts.add(Files.readString(classPath).strip());
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("src/main/launch/jvm.options")));
        lines.addAll(javaOptions);
        lines.add("-cp \"" + String.join(File.pathSeparator, parts) + "\"");
        lines.add("-Dfieldloop.root=\"" + root + "\"");
        Files.createDirectories(logs);
        return Files.write(logs.resolve(name + ".args"), lines);
    }
}
