@NullMarked
package io.fieldloop.agent.identity;

import org.jspecify.annotations.NullMarked;
