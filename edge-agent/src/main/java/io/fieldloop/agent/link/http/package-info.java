/** The way to the hub by HTTPS, for what is too large for messages. */
@NullMarked
package io.fieldloop.agent.link.http;

import org.jspecify.annotations.NullMarked;
