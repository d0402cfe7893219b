package io.fieldloop.agent.link;

import io.fieldloop.protocol.conformance.WireContract;

/** Holds the agent, with the libraries that it has on its class path, to the golden vectors of the protocol. */
class AgentWireContractTest extends WireContract {}
