@NullMarked
package io.fieldloop.hub.ingest;

import org.jspecify.annotations.NullMarked;
