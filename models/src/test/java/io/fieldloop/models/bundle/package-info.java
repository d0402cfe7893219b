@NullMarked
package io.fieldloop.models.bundle;

import org.jspecify.annotations.NullMarked;
