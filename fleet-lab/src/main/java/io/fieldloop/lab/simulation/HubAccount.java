package io.fieldloop.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldloop.lab.hub.HubClient;
import io.fieldloop.lab.hub.HubException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the hub shows of one life of a device's outbox, all streams together.
 *
 * @param captured as the device told it last, like the three that follow
 * @param stored as the hub counts
 */
record HubAccount(long captured, long acknowledged, long queued, long evicted, long stored) {
    static final HubAccount NONE = new HubAccount(0, 0, 0, 0, 0);

    /** The accounts of a device by the epochs of its outbox. */
    static Map<Long, HubAccount> of(HubClient hub, String device)
            throws IOException, InterruptedException, HubException {
        Map<Long, HubAccount> accounts = new TreeMap<>();
        for (JsonNode stream : hub.get("/api/v1/devices/" + device + "/ledger").path("streams")) {
            accounts.merge(stream.path("epoch").asLong(), read(stream), HubAccount::plus);
        }
        return accounts;
    }

    private static HubAccount read(JsonNode stream) {
        long evicted = 0;
        for (JsonNode count : stream.path("evicted")) {
            evicted += count.asLong();
        }
        return new HubAccount(
                stream.path("captured").asLong(),
                stream.path("acknowledged").asLong(),
                stream.path("queued").asLong(),
                evicted,
                stream.path("stored").asLong());
    }

    private HubAccount plus(HubAccount more) {
        return new HubAccount(
                captured + more.captured,
                acknowledged + more.acknowledged,
                queued + more.queued,
                evicted + more.evicted,
                stored + more.stored);
    }

    /** Whether the hub knows what the device's ledger says now. */
    boolean tells(DeviceLedger ledger) {
        return captured == ledger.captured()
                && acknowledged == ledger.acknowledged()
                && queued == ledger.queued()
                && evicted == ledger.evicted();
    }
}
