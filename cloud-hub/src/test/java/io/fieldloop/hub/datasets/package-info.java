@NullMarked
package io.fieldloop.hub.datasets;

import org.jspecify.annotations.NullMarked;
