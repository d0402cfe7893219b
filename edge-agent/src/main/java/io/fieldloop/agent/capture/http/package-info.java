/**
 * Brings large media to the hub by HTTP, with the resumable upload protocol tus 1.0 (core and creation).
 *
 * <pre>
 *   HEAD  /device/v1/uploads/{sha256}     200 → goes on from Upload-Offset, 404 → begins
 *   POST  /device/v1/uploads              begins
 *   PATCH /device/v1/uploads/{sha256}     a piece
 *   POST  /device/v1/samples/{stream}     the message that names the media, answered by receipts
 * </pre>
 */
@NullMarked
package io.fieldloop.agent.capture.http;

import org.jspecify.annotations.NullMarked;
