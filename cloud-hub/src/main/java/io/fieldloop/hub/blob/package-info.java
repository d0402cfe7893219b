/**
 * Content by its SHA-256. What a row names is on disk before the row is, and stays until after the row is gone:
 *
 * <pre>
 *   rows deleted, contents loose (one transaction) ──► named by another row: no longer loose
 *                                                  └─► named by none: removed
 * </pre>
 */
@NullMarked
package io.fieldloop.hub.blob;

import org.jspecify.annotations.NullMarked;
