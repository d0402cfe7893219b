/**
 * What happens right now, for the pages that watch: events are told once, to whoever listens, and kept nowhere.
 */
@NullMarked
package io.fieldloop.hub.events;

import org.jspecify.annotations.NullMarked;
