package io.fieldloop.hub.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldloop.protocol.Sha256;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SnapshotIdentityTest {
    private static final Sha256 FIRST = new Sha256("0".repeat(64));
    private static final Sha256 SECOND = new Sha256("f".repeat(64));

    @Test
    void id_isTheDigestOfTheDocumentedText() {
        SnapshotIdentity identity = new SnapshotIdentity("line", new Split(7, new BigDecimal("0.20")));
        identity.add(FIRST, "Ankle boot", Origin.LAB, true);
        identity.add(SECOND, "Bag", Origin.FIELD, false);

        String text = """
                fieldloop-snapshot 1
                dataset line
                seed 7
                test-share 0.2
                %s lab unbiased Ankle boot
                %s field chosen Bag
                """.formatted(FIRST, SECOND);
        assertThat(identity.finish()).isEqualTo(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void item_outOfOrderOrTwice_isRefused() {
        SnapshotIdentity identity = new SnapshotIdentity("line", new Split(7, BigDecimal.ZERO));
        identity.add(SECOND, "Bag", Origin.LAB, true);

        assertThatThrownBy(() -> identity.add(FIRST, "Bag", Origin.LAB, true))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> identity.add(SECOND, "Bag", Origin.LAB, true))
                .isInstanceOf(IllegalStateException.class);
    }
}
