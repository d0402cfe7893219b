/**
 * Reads JSON that may come from anybody: {@link io.fieldloop.models.json.JsonFields#read} gives an object whose fields are asked
 * for by name and type, or a {@link io.fieldloop.models.json.MalformedJsonException} that names the field by its path. Depth,
 * number and length are bounded; nothing is bound to classes.
 */
@NullMarked
package io.fieldloop.models.json;

import org.jspecify.annotations.NullMarked;
