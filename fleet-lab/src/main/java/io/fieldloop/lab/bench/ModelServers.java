package io.fieldloop.lab.bench;

import io.fieldloop.lab.program.Programs;
import io.fieldloop.models.catalogue.AssetCache;
import io.fieldloop.models.catalogue.AssetMissingException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The servers that are compared: the agent, and what somebody would write by hand. All have the same model and one thread for a run. */
final class ModelServers {
    private static final int FRAMES = 25;
    private static final int FEATURES = 96;
    private static final String SHAPE = FRAMES + "," + FEATURES;
    private static final int INPUT_BYTES = FRAMES * FEATURES * Float.BYTES;
    private static final String CLASS_PATH = "org.apache.maven.plugins:maven-dependency-plugin:3.7.1:build-classpath";

    private final Path work;
    private final Path model;
    private final Child child;
    private final Programs programs;

    /**
     * Prepares.
     *
     * @param work a folder for what the servers need
     * @throws IOException if the model was not fetched
     */
    ModelServers(Path work) throws IOException {
        this.work = work;
        this.child = new Child(work);
        this.programs = new Programs(Programs.root(), work.resolve("logs"));
        try {
            this.model = AssetCache.ofUser().file("wake-word", "hello_deepa.onnx");
        } catch (AssetMissingException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** {@code fieldloop agent serve}. */
    ModelServer agent() throws IOException {
        Path models = work.resolve("models");
        Files.copy(model, Files.createDirectories(models.resolve("wake/1")).resolve("model.onnx"));
        byte[] json = """
                {"inputs":[{"name":"onnx::Flatten_0","datatype":"FP32","shape":[1,%s],"parameters":{"binary_data_size":%d}}],\
                "parameters":{"binary_data_output":true}}""".formatted(SHAPE, INPUT_BYTES).getBytes(StandardCharsets.UTF_8);
        List<String> options = List.of("serve", "--models", models.toString(), "--port", "0");
        return new ModelServer(
                "the agent",
                "/v2/models/wake/infer",
                body("agent", json),
                json.length,
                () -> programs.agent("agent", options));
    }

    /** The npm packages fastify and onnxruntime-node, by the hashes of the lock file. */
    ModelServer fastify() throws IOException, InterruptedException {
        Path folder = ResourceFiles.copy(
                List.of("fastify/package.json", "fastify/package-lock.json", "fastify/server.mjs"),
                work.resolve("fastify"));
        List<String> install = List.of("npm", "ci", "--prefix", folder.toString(), "--ignore-scripts", "--no-audit");
        run(install, "fastify needs Node 20 and npm (Debian: nodejs, npm) and the network");
        List<String> options = List.of(folder.resolve("server.mjs").toString(), model.toString(), "1," + SHAPE);
        return new ModelServer(
                "fastify",
                "/",
                body("fastify", new byte[0]),
                0,
                () -> programs.installed("fastify", Path.of("node"), options, Map.of()));
    }

    /** DJL from Maven, with the ONNX Runtime that it depends on. */
    ModelServer djl() throws IOException, InterruptedException {
        Path folder = ResourceFiles.copy(List.of("djl/pom.xml", "djl/DjlServer.java"), work.resolve("djl"));
        Path list = folder.resolve("classpath");
        run(
                List.of("mvn", "-B", "-q", "-f", folder.toString(), CLASS_PATH, "-Dmdep.outputFile=" + list),
                "DJL needs Maven (Debian: maven) and the network");
        String libraries = Files.readString(list).strip();
        child.run(List.of(
                tool("javac"),
                "-cp",
                libraries,
                folder.resolve("DjlServer.java").toString()));
        List<String> options = new ArrayList<>(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dsun.net.httpserver.nodelay=true", // else small answers wait for acknowledgements of the one before
                "-cp",
                folder + File.pathSeparator + libraries));
        options.addAll(List.of("DjlServer", model.toString(), "1," + SHAPE));
        return new ModelServer(
                "DJL",
                "/",
                body("djl", new byte[0]),
                0,
                () -> programs.installed("djl", Path.of(tool("java")), options, Map.of()));
    }

    private void run(List<String> command, String needs) throws IOException, InterruptedException {
        try {
            child.run(command);
        } catch (IOException e) {
            throw new IOException(needs + ": " + e.getMessage(), e);
        }
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** The same input for each. */
    private Path body(String name, byte[] json) throws IOException {
        ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        var random = new Random(1);
        while (input.hasRemaining()) {
            input.putFloat(random.nextFloat());
        }
        Path file = work.resolve(name + ".body");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(json);
            out.write(input.array());
        }
        return file;
    }
}
