package io.fieldloop.hub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.SharedHub;
import io.fieldloop.hub.TestHub;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor.FileStoreMonitorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHub.class)
class DiskWatchTest {
    private static final long MUCH = 100L << 30;

    @Test
    void tick_withTooLittleRoom_isFull_untilThereIsEnough() {
        var disk = new DiskWatch();

        disk.tick(1 << 20, MUCH, false, FileStoreMonitorType.MinDiskFree);
        assertThat(disk.isFull()).isTrue();

        disk.tick(MUCH / 2, MUCH, true, FileStoreMonitorType.MinDiskFree);
        assertThat(disk.isFull()).isFalse();
    }

    @Test
    void broker_asksForBytes_notForAShareOfTheDisk(TestHub hub) {
        assertThat(hub.part(Broker.class).monitor().getMinDiskFree()).isEqualTo(DiskWatch.LEAST_FREE_BYTES);
    }
}
