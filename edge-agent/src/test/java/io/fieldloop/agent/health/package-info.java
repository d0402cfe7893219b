@NullMarked
package io.fieldloop.agent.health;

import org.jspecify.annotations.NullMarked;
