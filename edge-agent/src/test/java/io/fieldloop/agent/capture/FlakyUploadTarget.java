package io.fieldloop.agent.capture;

import io.fieldloop.protocol.Sha256;
import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.Sample;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Upload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** A hub that takes uploads as it should, over a network that fails as often as it is told to, before and after a request. */
final class FlakyUploadTarget implements UploadTarget {
    private final RandomGenerator random;
    private final double faultShare;
    private final Map<Sha256, ByteArrayOutputStream> received = new HashMap<>();
    private final List<Sample> finished = new ArrayList<>();
    private long bytesBrought;
    private boolean refusing;

    FlakyUploadTarget(RandomGenerator random, double faultShare) {
        this.random = random;
        this.faultShare = faultShare;
    }

    @Override
    public synchronized long begin(Upload upload) throws IOException {
        fail();
        int sizeBytes = received.computeIfAbsent(upload.digest(), _ -> new ByteArrayOutputStream())
                .size();
        fail();
        return sizeBytes;
    }

    @Override
    public synchronized long append(Upload upload, long offset, byte[] piece) throws IOException, RefusedException {
        ByteArrayOutputStream content = Objects.requireNonNull(received.get(upload.digest()));
        bytesBrought += piece.length;
        if (offset != content.size()) {
            throw new IOException("goes on from elsewhere");
        }
        boolean isCut = random.nextDouble() < faultShare;
        content.writeBytes(isCut ? Arrays.copyOf(piece, random.nextInt(piece.length)) : piece);
        if (isCut) {
            throw new IOException("cut off");
        }
        if (content.size() == upload.sizeBytes()
                && !Sha256.of(content.toByteArray()).equals(upload.digest())) {
            received.remove(upload.digest());
            throw new RefusedException("another digest");
        }
        return content.size();
    }

    @Override
    public synchronized Receipts finish(SampleBatch message) throws IOException, RefusedException {
        fail();
        if (refusing) {
            throw new RefusedException("of no use");
        }
        finished.addAll(message.samples());
        fail();
        return Receipts.of(message);
    }

    private void fail() throws IOException {
        if (random.nextDouble() < faultShare) {
            throw new IOException("no answer");
        }
    }

    synchronized void refuse(boolean refuses) {
        refusing = refuses;
    }

    /** What came whole, in the order in which it did; some of it twice. */
    synchronized List<Sample> finished() {
        return List.copyOf(finished);
    }

    synchronized byte[] content(Sha256 digest) {
        return Objects.requireNonNull(received.get(digest)).toByteArray();
    }

    synchronized long bytesBrought() {
        return bytesBrought;
    }
}
