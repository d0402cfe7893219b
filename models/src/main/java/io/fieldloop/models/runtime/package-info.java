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
 * <p>A model may have any number of inputs and outputs of any shape, scalar and empty ones too, and of every
 * {@link io.fieldloop.models.tensor.ElementType}. Where its inputs have free axes, an invocation is made for the shapes at hand;
 * where the shape of an output depends on what is computed, the output tells it after each run.
 *
 * <p>What a port does not promise: inputs and outputs other than tensors, such as sequences, maps and optional ones, and elements of
 * four bits, of eight-bit floats and of complex numbers; a model with these is refused, and told why. A damaged or hostile model may end the process. Models are therefore verified first and
 * tried in a process of their own.
 */
@NullMarked
package io.fieldloop.models.runtime;

import org.jspecify.annotations.NullMarked;
