package io.fieldloop.agent.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetriesTest {
    @Test
    void pauseAfter_moreFailures_doublesUpToTheLongest() {
        Random random = new Random(3);
        for (int failures = 1; failures < 100; failures++) {
            Duration whole = Duration.ofSeconds(Math.min(120, 1L << Math.min(failures - 1, 20)));
            assertThat(Retries.DOWNLOAD.pauseAfter(failures, random)).isBetween(whole.dividedBy(2), whole);
        }
    }

    @Test
    void retries_outOfBounds_areRefused() {
        assertThatThrownBy(() -> new Retries(0, Duration.ZERO, Duration.ZERO)).hasMessageContaining("at least 1 try");
        assertThatThrownBy(() -> new Retries(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("first <= longest");
        assertThatThrownBy(() -> new Retries(1, Duration.ofDays(2), Duration.ofDays(2)))
                .hasMessageContaining("1 hour");
    }
}
