/**
 * What can be set on a device: one file of YAML, read strictly. A key that is not known, a value of the wrong kind or out of
 * its bounds stops the start with a sentence that names the line, the key and what is expected.
 *
 * <pre>
 *   file ──► ConfigReader ──► AgentConfig        {@link io.fieldloop.agent.config.AgentConfig}: what the agent is wired by
 *               Section, Place                   one mapping of the file; where something stands in it
 *               Setting, Defaults                what a value may be, and what it is when it is absent
 * </pre>
 */
@NullMarked
package io.fieldloop.agent.config;

import org.jspecify.annotations.NullMarked;
