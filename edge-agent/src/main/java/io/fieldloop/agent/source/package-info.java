/**
 * Where inputs come from, as the configuration says: {@link io.fieldloop.agent.source.Source} is what all have in common.
 *
 * <pre>
 *   folder     files that another program puts there         kept until they are dealt with
 *   command    what a process writes                         held up meanwhile; it is started again when it ends
 *              what it writes live                           skipped and counted when the model is too slow
 *   wav        sound of a file                               read as fast as it is dealt with
 *   push       files that programs bring to the local API    answered when they are dealt with
 *   topic      files that programs publish to a broker       acknowledged when they are dealt with
 * </pre>
 *
 * <p>A file is an image, or a window of readings as CSV or NPY; a process writes images, lines of CSV, or sound.
 *
 * <p>{@link io.fieldloop.agent.source.FolderSource} reads images that another program puts into a folder. Such a program writes a file under a name that starts with a dot or ends in {@code .part}, and renames it when it
 * is whole.
 */
@NullMarked
package io.fieldloop.agent.source;

import org.jspecify.annotations.NullMarked;
