@NullMarked
package io.fieldloop.hub.web;

import org.jspecify.annotations.NullMarked;
