@NullMarked
package io.fieldloop.hub.broker;

import org.jspecify.annotations.NullMarked;
