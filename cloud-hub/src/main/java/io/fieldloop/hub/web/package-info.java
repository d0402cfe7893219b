/**
 * The hub as a web server: refusals become problem documents, every answer carries its security headers, and each of the
 * two ports answers only what belongs to it.
 */
@NullMarked
package io.fieldloop.hub.web;

import org.jspecify.annotations.NullMarked;
