package io.fieldloop.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TailTest {
    @Test
    void text_isReadThoughAllCarriersOfVirtualThreadsAreBusy() throws Exception {
        var busy = new AtomicBoolean(true);
        Stream.generate(() -> Thread.ofVirtual().unstarted(() -> {
                    while (busy.get()) {
                        Thread.onSpinWait();
                    }
                }))
                .limit(Runtime.getRuntime().availableProcessors())
                .forEach(Thread::start);
        try {
            Tail tail = Tail.of(new ByteArrayInputStream("last words".getBytes(StandardCharsets.UTF_8)));

            assertThat(tail.text()).isEqualTo("last words");
        } finally {
            busy.set(false);
        }
    }
}
