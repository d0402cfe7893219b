@NullMarked
package io.fieldloop.hub.registry;

import org.jspecify.annotations.NullMarked;
