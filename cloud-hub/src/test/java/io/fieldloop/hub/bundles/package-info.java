@NullMarked
package io.fieldloop.hub.bundles;

import org.jspecify.annotations.NullMarked;
