@NullMarked
package io.fieldloop.agent.config;

import org.jspecify.annotations.NullMarked;
