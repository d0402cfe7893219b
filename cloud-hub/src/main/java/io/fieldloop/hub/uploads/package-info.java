/**
 * Large media of samples, which devices bring by HTTP in pieces (tus 1.0: core and creation), from where they were cut off.
 *
 * <pre>
 *   POST  /device/v1/uploads            Upload-Length, Upload-Metadata: sha256 …    begins; beginning again changes nothing
 *   HEAD  /device/v1/uploads/{sha256}   Upload-Offset says what is here for good
 *   PATCH /device/v1/uploads/{sha256}   Upload-Offset and bytes; the last of them is answered once the digest is right
 *   POST  /device/v1/samples/{stream}   the message that names the media, as it would go by MQTT; answered by receipts
 * </pre>
 *
 * <p>A power cut between any two of them loses at most the piece that was under way. The samples of a message are stored once however
 * often it comes, and only if the media that it names are whole; only their receipts let a device let go of either.
 */
@NullMarked
package io.fieldloop.hub.uploads;

import org.jspecify.annotations.NullMarked;
