@NullMarked
package io.fieldloop.agent.link;

import org.jspecify.annotations.NullMarked;
