/** What others say a model computes, against what it computes by our port. */
@NullMarked
package io.fieldloop.models.runtime.conformance;

import org.jspecify.annotations.NullMarked;
