package io.fieldloop.agent.traffic;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The body of a download, read no further than the budget of models goes. Bytes are taken out of the budget some at a time before they are
 * read, and what was not used of them is given back at the end; after a power cut it stays taken. One thread reads; any may close.
 */
public final class MeteredDownload extends FilterInputStream {
    /** So much is taken at a time: few writes to the disk, and little that a power cut takes. */
    private static final long PORTION_BYTES = 1 << 20;

    private final TrafficMeter meter;
    private volatile LocalDate day;
    private final AtomicLong takenBytes = new AtomicLong();

    /** Meters a body. */
    public MeteredDownload(InputStream body, TrafficMeter meter) {
        super(body);
        this.meter = meter;
        this.day = meter.today();
    }

    /**
     * Refuses to begin a download of which nothing could be read.
     *
     * @throws BudgetSpentException if the budget is spent
     */
    public static void require(TrafficMeter meter) throws BudgetSpentException {
        if (meter.isSpent(TrafficClass.MODELS)) {
            throw new BudgetSpentException();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    /**
     * Reads what there is, as far as the budget goes.
     *
     * @throws BudgetSpentException if the budget is spent
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (takenBytes.get() <= 0) {
            day = meter.today();
            takenBytes.set(meter.takeForModels(PORTION_BYTES));
        }
        long mayReadBytes = takenBytes.get();
        if (mayReadBytes == 0 && length > 0) {
            throw new BudgetSpentException();
        }
        int read = super.read(into, offset, Math.clamp(mayReadBytes, 0, length));
        takenBytes.addAndGet(-Math.max(0, read));
        return read;
    }

    @Override
    public void close() throws IOException {
        meter.giveBackOfModels(day, Math.max(0, takenBytes.getAndSet(0)));
        super.close();
    }
}
