@NullMarked
package io.fieldloop.hub.overview;

import org.jspecify.annotations.NullMarked;
