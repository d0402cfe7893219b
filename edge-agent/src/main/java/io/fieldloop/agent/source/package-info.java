/**
 * Where inputs come from, as the configuration says: {@link io.fieldloop.agent.source.Source} is what all have in common.
 *
 * <pre>
 *   folder     images that another program puts there        kept until they are dealt with
 *   command    images or sound that a process writes         held up meanwhile; it is started again when it ends
 *              live sound that a process writes              skipped and counted when the model is too slow
 *   wav        sound of a file                               read as fast as it is dealt with
 *   push       images that programs bring to the local API   answered when they are dealt with
 *   topic      images that programs publish to a broker      acknowledged when they are dealt with
 * </pre>
 *
 * <p>{@link io.fieldloop.agent.source.FolderSource} reads images that another program puts into a folder. Such a program writes a file under a name that starts with a dot or ends in {@code .part}, and renames it when it
 * is whole.
 */
@NullMarked
package io.fieldloop.agent.source;

import org.jspecify.annotations.NullMarked;
