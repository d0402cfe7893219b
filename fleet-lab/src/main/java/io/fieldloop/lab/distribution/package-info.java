/**
 * Makes the agent into something that can be installed on a device without Java.
 *
 * <pre>
 *   built modules ─► AgentImage ─────────────────────► AgentTraining ─────► TarArchive      .tar.gz
 *   + class path     runtime/ (jlink), lib/jars,       runs the image in    DebianArchive   .deb
 *                    lib/native of one Target, bin/    a fleet, which
 *                                                      leaves lib/agent.aot
 * </pre>
 */
@NullMarked
package io.fieldloop.lab.distribution;

import org.jspecify.annotations.NullMarked;
