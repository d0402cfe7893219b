@NullMarked
package io.fieldloop.hub.devices;

import org.jspecify.annotations.NullMarked;
