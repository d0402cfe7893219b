/**
 * Who the device is: it enrols once with a token that an operator gave out, and from then on shows the certificate that the
 * hub issued for a key which never leaves the device.
 *
 * <pre>
 *   token ──► Enrolment ──► hub            the token's fingerprint says which authority to believe
 *                │  ◄────── certificate, authority, trusted keys
 *                ▼
 *   DATA/identity/                         written beside it, then renamed as a whole
 *       hub             address of the hub
 *       admission.json  what the hub answered: certificate, authority, trusted keys
 *       key.pem         the private key
 * </pre>
 */
@NullMarked
package io.fieldloop.agent.identity;

import org.jspecify.annotations.NullMarked;
