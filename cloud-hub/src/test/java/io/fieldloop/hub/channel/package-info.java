@NullMarked
package io.fieldloop.hub.channel;

import org.jspecify.annotations.NullMarked;
