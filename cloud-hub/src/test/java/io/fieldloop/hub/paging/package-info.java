@NullMarked
package io.fieldloop.hub.paging;

import org.jspecify.annotations.NullMarked;
