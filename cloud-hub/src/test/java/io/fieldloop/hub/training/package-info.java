@NullMarked
package io.fieldloop.hub.training;

import org.jspecify.annotations.NullMarked;
