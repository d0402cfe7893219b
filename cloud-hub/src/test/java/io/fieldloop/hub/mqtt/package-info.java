@NullMarked
package io.fieldloop.hub.mqtt;

import org.jspecify.annotations.NullMarked;
