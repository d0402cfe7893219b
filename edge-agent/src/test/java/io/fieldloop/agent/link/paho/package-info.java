@NullMarked
package io.fieldloop.agent.link.paho;

import org.jspecify.annotations.NullMarked;
