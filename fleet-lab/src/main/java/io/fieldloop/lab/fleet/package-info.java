/** A hub and its devices as processes of one folder, and what a test or a demo does with them. */
@NullMarked
package io.fieldloop.lab.fleet;

import org.jspecify.annotations.NullMarked;
