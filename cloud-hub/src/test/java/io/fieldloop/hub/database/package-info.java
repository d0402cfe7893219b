@NullMarked
package io.fieldloop.hub.database;

import org.jspecify.annotations.NullMarked;
