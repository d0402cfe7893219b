/** Tests of what devices say of their traffic, by a real broker into a real database. */
@NullMarked
package io.fieldloop.hub.traffic;

import org.jspecify.annotations.NullMarked;
