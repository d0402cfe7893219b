/**
 * The models: what each has to reach (its brief), and its versions, signed and never changed.
 *
 * <pre>
 *   POST blobs ─────► files ─┐
 *                            ▼                    child process                         one transaction
 *   POST versions ─► draft manifest ──► ModelInspection: load, read tensors, ──► next number, sign, store
 *                                       answer the golden images                        │
 *                                                                                       ▼
 *                              GET /device/v1/packages/{manifest}, /device/v1/blobs/{file}   (devices)
 *                              POST …/predictions                                            (people)
 * </pre>
 *
 * <p>A model file comes from outside and runs native code, so it is loaded by a process of its own first; the hub itself
 * loads only what passed there. Numbers of versions are counted by the row of the model, within the transaction that stores
 * the version: there are no gaps and none is used twice.
 */
@NullMarked
package io.fieldloop.hub.registry;

import org.jspecify.annotations.NullMarked;
