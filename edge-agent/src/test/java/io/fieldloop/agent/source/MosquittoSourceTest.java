package io.fieldloop.agent.source;

import io.fieldloop.agent.testing.LocalBroker;
import io.fieldloop.agent.testing.Mosquitto;
import java.nio.file.Path;

/** The same with the broker that most devices have. */
final class MosquittoSourceTest extends TopicSourceTest {
    @Override
    LocalBroker startedBroker(Path folder) throws Exception {
        return Mosquitto.started(folder);
    }
}
