/** Real surroundings for tests: certificates, a broker, a hub that answers. */
@NullMarked
package io.fieldloop.agent.testing;

import org.jspecify.annotations.NullMarked;
