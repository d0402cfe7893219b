/**
 * What the hub says when it refuses a request: RFC 9457 problems and the one exception that carries them.
 */
@NullMarked
package io.fieldloop.hub.problem;

import org.jspecify.annotations.NullMarked;
