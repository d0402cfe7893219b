/**
 * Who may do what: the hub's own certificate authority for devices, tokens and roles for people, and the key that signs
 * packages.
 */
@NullMarked
package io.fieldloop.hub.security;

import org.jspecify.annotations.NullMarked;
