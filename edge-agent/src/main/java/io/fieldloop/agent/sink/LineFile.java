package io.fieldloop.agent.sink;

import io.fieldloop.agent.sink.SinkSettings.LineFileSettings;
import io.fieldloop.models.disk.DurableFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends lines to a file. When it has half of what it and the one before it may have, it becomes the one before. A line that was
 * cut, by a power cut or a full disk, is taken out before the next one is written.
 */
final class LineFile implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(LineFile.class);
    private static final int BLOCK_BYTES = 8 << 10;

    private final Path path;
    private final Path before;
    private final long halfBytes;
    private @Nullable FileChannel open;

    LineFile(LineFileSettings settings) {
        this.path = settings.path().toAbsolutePath();
        this.before = path.resolveSibling(path.getFileName() + ".1");
        this.halfBytes = settings.maxBytes() / 2;
    }

    @Override
    public void deliver(byte[] json) throws IOException, RefusedException {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        if (line.length > halfBytes) {
            throw new RefusedException("a line of %d bytes is longer than a file".formatted(line.length));
        }
        try {
            write(channelFor(line.length), line);
        } catch (IOException e) {
            close(); // The next attempt opens the file anew, and so takes out what may be half a line.
            throw e;
        }
    }

    @Override
    public void close() {
        try (FileChannel closing = open) {
            open = null;
            if (closing != null) {
                closing.force(false);
            }
        } catch (IOException e) {
            LOG.warn("{} would not close: {}", path, e.toString());
        }
    }

    private FileChannel channelFor(int bytes) throws IOException {
        FileChannel channel = open == null ? open() : open;
        if (channel.size() + bytes > halfBytes) {
            close();
            DurableFile.moveIntoPlace(path, before);
            channel = open();
        }
        return channel;
    }

    private FileChannel open() throws IOException {
        Files.createDirectories(path.resolveSibling(""));
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel);
            long whole = endOfLastLine(channel);
            if (whole < channel.size()) {
                LOG.warn("{} ends within a line; its last {} bytes are taken out", path, channel.size() - whole);
                channel.truncate(whole);
            }
            channel.position(whole);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        open = channel;
        return channel;
    }

    /** Held until the file is closed. */
    private void lock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw new IOException("another program writes to " + path);
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("another sink writes to " + path, e);
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        for (long end = channel.size(); end > 0; end -= block.limit()) {
            block.clear().limit((int) Math.min(BLOCK_BYTES, end));
            long start = end - block.limit();
            fill(block, channel, start);
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
        }
        return 0;
    }

    private static void fill(ByteBuffer block, FileChannel channel, long start) throws IOException {
        while (block.hasRemaining()) {
            if (channel.read(block, start + block.position()) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
    }

    private static void write(FileChannel channel, byte[] line) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(line);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }
}
