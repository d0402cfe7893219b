/**
 * Files that a power cut leaves whole, and the data folder that belongs to one hub at a time.
 */
@NullMarked
package io.fieldloop.hub.disk;

import org.jspecify.annotations.NullMarked;
