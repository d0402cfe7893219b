/**
 * What people say that samples show.
 *
 * <p>A task is opened by the database, in the statement that inserts its sample (a trigger over all rows of the insertion,
 * so ingestion stays one bulk statement and knows nothing of labelling). A task has the id of its sample.
 *
 * <pre>
 *            claim (lease of ten minutes)          label, skip
 *   open ◄──────────────────────────────► claimed ─────────────► labelled, skipped
 *     ▲            the lease ends            ▲                          │
 *     └──────────────────────────────────────┴────────── undo ──────────┘
 * </pre>
 *
 * <p>The state {@code claimed} is an open task whose lease has not ended; nothing has to happen for a lease to end. A
 * settled task changes only for the one who settled it; everybody else is told that it is settled. Each change is kept.
 */
@NullMarked
package io.fieldloop.hub.labelling;

import org.jspecify.annotations.NullMarked;
