/**
 * What is kept on the device's disk, so that a power cut between any two lines leaves it true.
 *
 * <pre>
 *   packages/
 *     {sha256 of the manifest}.incoming/   being fetched; may be resumed, is never run
 *         manifest.dsse
 *         {sha256 of a file}.part          so far
 *         {sha256 of a file}               whole
 *     {sha256 of the manifest}/            complete: it was verified before it got this name
 *     {model}.active                       the manifest of the version that serves, should the journal be lost
 * </pre>
 */
@NullMarked
package io.fieldloop.agent.disk;

import org.jspecify.annotations.NullMarked;
