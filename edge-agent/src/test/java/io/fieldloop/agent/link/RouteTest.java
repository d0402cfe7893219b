package io.fieldloop.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;

final class RouteTest {
    @Test
    void networkInterface_toThisMachine_isTheLoopback() throws Exception {
        String loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                .getName();

        assertThat(new Route("localhost", 8883).networkInterface()).hasValue(loopback);
    }

    @Test
    void networkInterface_toAHostThatNobodyKnows_isNone() {
        assertThat(new Route("hub.invalid", 8883).networkInterface()).isEmpty();
    }
}
