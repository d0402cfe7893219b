@NullMarked
package io.fieldloop.agent.serve.http;

import org.jspecify.annotations.NullMarked;
