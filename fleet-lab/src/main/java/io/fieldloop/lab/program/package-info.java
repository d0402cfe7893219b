/** The product's programs as processes that can be started, watched, stopped and killed. */
@NullMarked
package io.fieldloop.lab.program;

import org.jspecify.annotations.NullMarked;
