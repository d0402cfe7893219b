@NullMarked
package io.fieldloop.hub.security;

import org.jspecify.annotations.NullMarked;
