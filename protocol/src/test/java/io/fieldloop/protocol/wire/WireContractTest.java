package io.fieldloop.protocol.wire;

import io.fieldloop.protocol.conformance.WireContract;

class WireContractTest extends WireContract {}
