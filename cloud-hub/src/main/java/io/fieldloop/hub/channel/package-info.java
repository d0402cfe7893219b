/**
 * The way to the devices: what the hub wants of them, and its receipts.
 */
@NullMarked
package io.fieldloop.hub.channel;

import org.jspecify.annotations.NullMarked;
