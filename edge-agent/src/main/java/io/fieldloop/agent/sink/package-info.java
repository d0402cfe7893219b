/**
 * Where the predictions of a stream go on the device, besides the hub: {@link io.fieldloop.agent.sink.Sink} is what all have in
 * common.
 *
 * <pre>
 *   Pipeline ──► Sink: a bounded queue, which never holds the pipeline up
 *                  └─► Delivery, on a thread of its own, tried again until it goes
 *                        ├ LineFile   lines of JSON in a file of bounded size
 *                        ├ Webhook    a POST for each prediction
 *                        └ Topic      a message to a broker for each prediction
 * </pre>
 *
 * <p>What finds the queue full is dropped, counted and told in the log. A record may be delivered twice, when the answer to its
 * first delivery was lost.
 */
@NullMarked
package io.fieldloop.agent.sink;

import org.jspecify.annotations.NullMarked;
