package io.fieldloop.hub.channel;

import io.fieldloop.protocol.conformance.WireContract;

/** Holds the hub, with the libraries that it has on its class path, to the golden vectors of the protocol. */
class HubWireContractTest extends WireContract {}
