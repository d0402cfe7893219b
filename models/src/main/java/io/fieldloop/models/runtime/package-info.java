/**
 * Runs models, whatever their format. The types here are the port; each sub-package adapts one native library and is found
 * as a {@link java.util.ServiceLoader service}, so nothing here knows of them.
 *
 * <pre>
 *   Runtimes ──► ModelRuntime ──load──► Session ──newInvocation──► Invocation
 *                (one a library)        (one a model,              (one a worker thread: its buffers
 *                                        any thread)                are filled, run and read in place)
 * </pre>
 *
 * <p>What a port does not promise: a damaged or hostile model may end the process. Models are therefore verified first and
 * tried in a process of their own.
 */
@NullMarked
package io.fieldloop.models.runtime;

import org.jspecify.annotations.NullMarked;
