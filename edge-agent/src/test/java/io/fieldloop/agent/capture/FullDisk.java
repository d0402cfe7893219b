package io.fieldloop.agent.capture;

import static io.fieldloop.agent.capture.Samples.LINE;

import io.fieldloop.agent.capture.Appended.Queued;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * A process that works on an outbox on a small disk, and says what became of its samples. It ends in good order after {@code close},
 * and as by a power cut otherwise.
 *
 * <p>Arguments: the folder, which is a disk of its own; then {@code fill} or {@code empty} the disk before the outbox is opened, or
 * {@code leave} it; how many samples of how many bytes; {@code close} or {@code cut}.
 */
final class FullDisk {
    private static final long SMALL_BYTES = 64L << 20;
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private FullDisk() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        Path ballast = folder.resolve("ballast");
        switch (arguments[1]) {
            case "fill" -> fill(ballast);
            case "empty" -> Files.delete(ballast);
            case "leave" -> {}
            default -> throw new IllegalArgumentException(arguments[1]);
        }
        Outbox outbox = Outbox.open(folder.resolve("outbox.db"), new Bounds(Long.MAX_VALUE, 0), new Random());
        append(outbox, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        if (arguments[4].equals("close")) {
            outbox.close();
        }
        Runtime.getRuntime().halt(0);
    }

    private static void append(Outbox outbox, int count, int bytes) throws IOException, InterruptedException {
        int queued = 0;
        for (int i = 0; i < count; i++) {
            queued += outbox.append(LINE, Samples.worth(0.5, bytes)) instanceof Queued ? 1 : 0;
        }
        OUT.println("queued " + queued + " of " + count + ": " + outbox.ledger().streams());
    }

    private static void fill(Path ballast) throws IOException {
        try (FileChannel channel = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            if (Files.getFileStore(ballast).getTotalSpace() > SMALL_BYTES) {
                throw new IllegalStateException(ballast + " is not on a small disk");
            }
            while (true) {
                channel.write(ByteBuffer.allocate(1 << 12));
            }
        } catch (IOException e) {
            OUT.println("full: " + e.getMessage());
        }
    }
}
