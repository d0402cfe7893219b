/**
 * Fetches packages from the hub, or whatever stands before it, by HTTP (RFC 9110): manifests as a whole, files by ranges.
 *
 * <pre>
 *   GET /device/v1/packages/{sha256 of the manifest}
 *   GET /device/v1/blobs/{sha256}     Range: bytes={what is here}-     If-Range: "{sha256}"
 *         206, Content-Range from what is here  → goes on
 *         200                                   → starts over
 *         anything else, cut off, too long      → an error; what came is kept, unless it cannot be right
 * </pre>
 */
@NullMarked
package io.fieldloop.agent.deployment.http;

import org.jspecify.annotations.NullMarked;
