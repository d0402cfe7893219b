package io.fieldloop.agent.deployment.http;

import io.fieldloop.agent.disk.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The part of a file that has come so far. Where it cannot be written that is a {@link StorageException}, so that nobody
 * takes it for a failure of the network.
 */
final class PartFile implements Closeable {
    private final FileChannel channel;
    private long lengthBytes;

    private PartFile(FileChannel channel, long lengthBytes) {
        this.channel = channel;
        this.lengthBytes = lengthBytes;
    }

    /** The size of what has come so far; 0 when there is nothing. */
    static long sizeBytes(Path path) throws StorageException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            throw StorageException.failed("cannot read " + path, e);
        }
    }

    /** Keeps the first {@code lengthBytes} bytes, and appends after them. */
    static PartFile open(Path path, long lengthBytes) throws StorageException {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(lengthBytes).position(lengthBytes);
            return new PartFile(channel, lengthBytes);
        } catch (IOException e) {
            throw StorageException.failed("cannot write " + path, e);
        }
    }

    long lengthBytes() {
        return lengthBytes;
    }

    void append(byte[] chunk, int length) throws StorageException {
        try {
            ByteBuffer rest = ByteBuffer.wrap(chunk, 0, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            lengthBytes += length;
        } catch (IOException e) {
            throw StorageException.failed("cannot write what came", e);
        }
    }

    /** Forgets everything that came. */
    void discard() throws StorageException {
        try {
            channel.truncate(0).position(0);
            lengthBytes = 0;
        } catch (IOException e) {
            throw StorageException.failed("cannot forget what came", e);
        }
    }

    @Override
    public void close() throws StorageException {
        try {
            channel.close();
        } catch (IOException e) {
            throw StorageException.failed("cannot close what came", e);
        }
    }
}
