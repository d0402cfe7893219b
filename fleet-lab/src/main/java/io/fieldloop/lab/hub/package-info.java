/** The hub's REST API as calls, for those who drive a hub from outside. */
@NullMarked
package io.fieldloop.lab.hub;

import org.jspecify.annotations.NullMarked;
