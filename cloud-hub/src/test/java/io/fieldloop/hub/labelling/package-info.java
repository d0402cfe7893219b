@NullMarked
package io.fieldloop.hub.labelling;

import org.jspecify.annotations.NullMarked;
