/**
 * What is kept, and what goes: by a policy, or because somebody asks for it. Either is a list of parts, each a selection of
 * samples with the reason for which they go; a dry run counts what the work then deletes.
 *
 * <pre>
 *   policy ──► RetentionPlan ─┐            ┌─► Forecasts: how much, of which streams and why
 *                             ├─► parts ──►┤
 *   request ──────────────────┘            └─► DeletionWork: some hundred samples a transaction, until none is left
 * </pre>
 *
 * <p>A transaction deletes samples, remembers their numbers, counts them in its deletion and says which contents may be loose now.
 * Between any two of them the hub may go down: the next one finds the deletion unfinished and goes on.
 */
@NullMarked
package io.fieldloop.hub.retention;

import org.jspecify.annotations.NullMarked;
