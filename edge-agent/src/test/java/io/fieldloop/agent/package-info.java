@NullMarked
package io.fieldloop.agent;

import org.jspecify.annotations.NullMarked;
