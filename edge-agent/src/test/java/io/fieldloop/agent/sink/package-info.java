@NullMarked
package io.fieldloop.agent.sink;

import org.jspecify.annotations.NullMarked;
