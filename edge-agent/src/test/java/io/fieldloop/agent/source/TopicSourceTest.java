package io.fieldloop.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldloop.agent.link.Backoff;
import io.fieldloop.agent.link.Link;
import io.fieldloop.agent.link.Link.Acknowledgement;
import io.fieldloop.agent.link.LocalLinks;
import io.fieldloop.agent.link.paho.PahoLink;
import io.fieldloop.agent.testing.LocalBroker;
import io.fieldloop.agent.testing.TestAuthority;
import io.fieldloop.agent.testing.TestBroker;
import io.fieldloop.agent.testing.Wait;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.Bytes;
import io.fieldloop.protocol.DeviceId;
import io.fieldloop.protocol.StreamName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images of a real broker. */
@Timeout(60)
class TopicSourceTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final int MAX_IMAGE_BYTES = 4096;

    private final LocalLinks links = new LocalLinks(
            new DeviceId("device-1"),
            settings ->
                    new PahoLink(settings, new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), new Random())));

    @TempDir
    private Path folder;

    private LocalBroker broker;
    private Link camera;
    private TopicSource source;

    @BeforeEach
    void start() throws Exception {
        broker = startedBroker(folder);
        camera = links.speaking(broker.local());
        source = open();
    }

    LocalBroker startedBroker(Path folder) throws Exception {
        return TestBroker.started(folder, AUTHORITY);
    }

    @AfterEach
    void stop() throws Exception {
        source.close();
        camera.close();
        broker.stop();
    }

    @Test
    void next_givesTheImagesInTheirOrder() throws Exception {
        publish(image(1));
        publish(image(2));

        assertThat(dealtWith()).isEqualTo(image(1));
        assertThat(dealtWith()).isEqualTo(image(2));
    }

    @Test
    void imageThatWasNotDealtWith_comesAgainAfterTheAgentDoes() throws Exception {
        publish(image(1));
        assertThat(source.next().media()).isEqualTo(image(1));

        source.close();
        source = open();

        assertThat(dealtWith()).isEqualTo(image(1));
    }

    @Test
    void imagesWhileTheAgentIsAway_waitAtTheBroker() throws Exception {
        publish(image(1));
        assertThat(dealtWith()).isEqualTo(image(1));
        source.close();
        for (int i = 2; i <= 6; i++) {
            publish(image(i));
        }

        source = open();

        assertThat(dealtWithAfter(image(1))).isEqualTo(image(2));
        for (int i = 3; i <= 6; i++) {
            assertThat(dealtWith()).isEqualTo(image(i));
        }
        assertThat(source.skipped()).isZero();
    }

    @Test
    void brokerThatComesBack_isFoundAgain() throws Exception {
        publish(image(1));
        assertThat(dealtWith()).isEqualTo(image(1));
        broker.stop();
        broker.start();

        publish(image(2));

        assertThat(dealtWithAfter(image(1))).isEqualTo(image(2));
    }

    @Test
    void imageThatIsTooLarge_isCounted_andTheNextOneComes() throws Exception {
        publish(Bytes.wrap(new byte[MAX_IMAGE_BYTES + 1]));
        publish(image(1));

        assertThat(dealtWith()).isEqualTo(image(1));
        assertThat(source.skipped()).isEqualTo(1);
    }

    @Test
    void imagesThatNoBrokerKeeps_areCountedWhenTheyComeTooFast() throws Exception {
        var careless = new MqttClient("tcp://" + broker.local(), "careless", new MemoryPersistence());
        careless.connect();
        for (int i = 1; i <= 5; i++) {
            careless.publish("cameras/door", image(i).toArray(), 0, false);
        }

        Wait.until("three are counted", () -> source.skipped() == 3);

        assertThat(dealtWith()).isEqualTo(image(1));
        assertThat(dealtWith()).isEqualTo(image(2));
        careless.disconnect();
        careless.close();
    }

    private TopicSource open() throws InterruptedException {
        TopicSource opened = TopicSource.open(
                new TopicSettings(broker.local(), "cameras/+", MAX_IMAGE_BYTES), new StreamName("door"), links);
        Wait.until("it is subscribed", opened::isConnected);
        return opened;
    }

    /** The next image, of which the broker is told. */
    private Bytes dealtWith() throws InterruptedException {
        Input next = source.next();
        source.finish(next);
        return next.media();
    }

    /** The next image but the one before, which comes twice when its acknowledgement went down with the connection. */
    private Bytes dealtWithAfter(Bytes before) throws InterruptedException {
        Bytes next = dealtWith();
        return next.equals(before) ? dealtWith() : next;
    }

    /** Returns when the broker has it. */
    private void publish(Bytes image) throws InterruptedException {
        var taken = new CountDownLatch(1);
        send(image, taken);
        taken.await();
    }

    private void send(Bytes image, CountDownLatch taken) throws InterruptedException {
        Wait.until("the camera is connected", () -> camera.room() > 0);
        camera.publish("cameras/door", image.toArray(), false, new Acknowledgement() {
            @Override
            public void taken() {
                taken.countDown();
            }

            @Override
            public void failed(String why) {
                throw new AssertionError(why);
            }
        });
    }

    /** Images that can be told from one another. */
    private static Bytes image(int colour) {
        return ImageWriter.png(new Image(1, 1, new int[] {colour}));
    }
}
