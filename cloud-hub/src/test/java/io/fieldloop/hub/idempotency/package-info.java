@NullMarked
package io.fieldloop.hub.idempotency;

import org.jspecify.annotations.NullMarked;
