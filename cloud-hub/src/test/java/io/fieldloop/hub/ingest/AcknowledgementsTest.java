package io.fieldloop.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.hub.mqtt.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AcknowledgementsTest {
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final List<String> acknowledged = new ArrayList<>();

    private Delivery delivery(String topic) {
        return acknowledgements.inOrder(new Delivery(topic, new byte[0], Instant.EPOCH, () -> acknowledged.add(topic)));
    }

    @Test
    void deliveriesDoneWithInAnotherOrder_areAcknowledgedAsTheyCame() {
        Delivery first = delivery("first");
        Delivery second = delivery("second");
        Delivery third = delivery("third");

        second.acknowledgement().run();
        assertThat(acknowledged).isEmpty();

        first.acknowledgement().run();
        assertThat(acknowledged).containsExactly("first", "second");

        third.acknowledgement().run();
        assertThat(acknowledged).containsExactly("first", "second", "third");
    }

    @Test
    void deliveriesOfAConnectionThatEnded_areNotAcknowledged_andHoldNoneOfTheNextUp() {
        Delivery before = delivery("before");
        delivery("never done with");

        acknowledgements.clear();
        Delivery after = delivery("after");
        before.acknowledgement().run();
        after.acknowledgement().run();

        assertThat(acknowledged).containsExactly("after");
    }
}
