/**
 * Requests that make something, made only once however often they are sent: the {@code Idempotency-Key} header (IETF draft
 * "The Idempotency-Key HTTP Header Field").
 *
 * <pre>
 *   key is new ──────────────► under way ── 2xx ──► answered ── 24 h ──► forgotten
 *                                  │
 *                                  ├── 4xx ──► forgotten: nothing was made, the key may be used again
 *                                  └── 5xx, or the hub goes down ──► stays under way: nobody knows what was made
 *
 *   the same again:  under way → 409   answered → the same answer   with another content → 422
 * </pre>
 *
 * <p>An answer may hold a secret that was shown once, such as a token. So names of rows, fingerprints and the keys that seal
 * the answers are made of the caller's credential, of which the hub keeps only a digest: who has the database has nothing.
 */
@NullMarked
package io.fieldloop.hub.idempotency;

import org.jspecify.annotations.NullMarked;
