package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.channel.DeviceChannel;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.message.DesiredState;
import io.fieldloop.protocol.message.Offer;
import io.fieldloop.protocol.message.Receipts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what was published; as a broker does, it keeps the newest for each device. */
final class InMemoryDeviceChannel implements DeviceChannel {
    private final Map<DeviceId, List<DesiredState>> published = new ConcurrentHashMap<>();
    private boolean failNext;

    @Override
    public void desired(DeviceId device, DesiredState desired) {
        if (failNext) {
            failNext = false;
            throw new IllegalStateException("the channel was told to fail");
        }
        published.computeIfAbsent(device, _ -> new ArrayList<>()).add(desired);
    }

    @Override
    public void receipts(DeviceId device, Receipts receipts) {
        throw new UnsupportedOperationException("rollouts give no receipts");
    }

    void failNext() {
        failNext = true;
    }

    List<DesiredState> published(DeviceId device) {
        return published.getOrDefault(device, List.of());
    }

    Optional<DesiredState> latest(DeviceId device) {
        return published(device).stream().reduce((_, last) -> last);
    }

    List<Offer> offers(DeviceId device) {
        return latest(device).map(DesiredState::offers).orElse(List.of());
    }
}
