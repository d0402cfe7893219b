@NullMarked
package io.fieldloop.agent.source;

import org.jspecify.annotations.NullMarked;
