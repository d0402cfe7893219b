@NullMarked
package io.fieldloop.hub;

import org.jspecify.annotations.NullMarked;
