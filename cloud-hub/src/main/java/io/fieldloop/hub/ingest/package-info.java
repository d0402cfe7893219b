/**
 * What devices say becomes rows, many messages in one transaction.
 *
 * <pre>
 *   broker ──► Inbox ──► batch ──► Parcel.open each ──► one transaction ──► receipts ──► acknowledgements
 *              bounded   ≤ 500, or   understood or        features, and        to devices   to the broker
 *                        20 ms       refused              quarantine
 * </pre>
 *
 * <p>A power cut between any two arrows loses nothing: until it is acknowledged, the broker sends a message again; until
 * it has a receipt, a device does; and what is stored already is left as it is. Therefore several processes may share what
 * comes, and any of them may be killed; see {@link io.fieldloop.hub.ingest.IngestShare}.
 */
@NullMarked
package io.fieldloop.hub.ingest;

import org.jspecify.annotations.NullMarked;
