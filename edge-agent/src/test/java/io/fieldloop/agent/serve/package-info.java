@NullMarked
package io.fieldloop.agent.serve;

import org.jspecify.annotations.NullMarked;
