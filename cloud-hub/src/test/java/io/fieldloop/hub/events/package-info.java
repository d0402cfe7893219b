@NullMarked
package io.fieldloop.hub.events;

import org.jspecify.annotations.NullMarked;
