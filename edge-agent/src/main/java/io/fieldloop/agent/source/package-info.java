/**
 * Where inputs come from: {@link io.fieldloop.agent.source.FolderSource} reads images that another program puts into a
 * folder. Such a program writes a file under a name that starts with a dot or ends in {@code .part}, and renames it when it
 * is whole.
 */
@NullMarked
package io.fieldloop.agent.source;

import org.jspecify.annotations.NullMarked;
