package io.fieldloop.agent.capture;

import io.fieldloop.protocol.message.Receipts;
import io.fieldloop.protocol.message.SampleBatch;
import io.fieldloop.protocol.message.Upload;
import java.io.IOException;

/**
 * The hub, as far as it takes large media piece by piece. An interrupt of the calling thread ends a call with an {@link IOException}.
 * It does not promise to try again; its caller does.
 */
public interface UploadTarget {
    /**
     * Begins an upload, or finds the one that was cut off.
     *
     * @return how many bytes the hub has for good
     * @throws RefusedException if the hub will not have it
     * @throws IOException if the hub cannot be asked now
     */
    long begin(Upload upload) throws IOException, RefusedException;

    /**
     * Brings the next piece of the media.
     *
     * @param offset of its first byte, as the hub said last
     * @return how many bytes the hub has now for good
     * @throws RefusedException if the hub will not have it
     * @throws IOException if it did not arrive, or the hub goes on from elsewhere
     */
    long append(Upload upload, long offset, byte[] piece) throws IOException, RefusedException;

    /**
     * Says what the media are that were brought.
     *
     * @return receipts for samples that the hub has stored with their media for good
     * @throws RefusedException if the hub will not have it
     * @throws IOException if there is no answer now
     */
    Receipts finish(SampleBatch message) throws IOException, RefusedException;

    /** The hub says why it will not have something, however often it comes. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        /** With the hub's reason. */
        public RefusedException(String reason) {
            super(reason);
        }
    }
}
