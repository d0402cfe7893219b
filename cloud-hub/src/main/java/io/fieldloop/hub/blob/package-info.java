/**
 * Content by its SHA-256. What a row names is on disk before the row is.
 */
@NullMarked
package io.fieldloop.hub.blob;

import org.jspecify.annotations.NullMarked;
