/**
 * What devices captured: stored once, whatever arrives twice, and found again by where it came from, what the model thought
 * of it and, if it is an image, what it looks like. What people say of a sample is labelling's; its view
 * {@code sample_label} and a trigger bring it here.
 */
@NullMarked
package io.fieldloop.hub.samples;

import org.jspecify.annotations.NullMarked;
