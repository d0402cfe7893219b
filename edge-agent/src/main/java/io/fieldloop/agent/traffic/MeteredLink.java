package io.fieldloop.agent.traffic;

import io.fieldloop.agent.link.Link;
import io.fieldloop.protocol.topic.UpTopic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A link whose messages are counted by class, payloads and topics, each time that they are tried. Vitals of a spent budget fail. */
public final class MeteredLink implements Link {
    private final Link link;
    private final TrafficMeter meter;

    /** Meters a link. */
    public MeteredLink(Link link, TrafficMeter meter) {
        this.link = link;
        this.meter = meter;
    }

    @Override
    public void start(Listener listener) {
        link.start(new Metered(listener, meter));
    }

    @Override
    public void publish(String topic, byte[] payload, boolean retained, Acknowledgement acknowledgement) {
        if (link.connected() && !mayGo(classOf(topic), bytes(topic, payload))) {
            acknowledgement.failed("the budget of vitals for today is spent");
            return;
        }
        link.publish(topic, payload, retained, acknowledgement);
    }

    /** Only vitals are held back here: samples wait in the outbox, and control always goes. */
    private boolean mayGo(TrafficClass of, long bytes) {
        if (of != TrafficClass.VITALS) {
            meter.count(of, bytes);
            return true;
        }
        return meter.sendVitals(bytes);
    }

    @Override
    public int room() {
        return link.room();
    }

    @Override
    public boolean connected() {
        return link.connected();
    }

    @Override
    public Traffic traffic() {
        return link.traffic();
    }

    @Override
    public void close() {
        link.close();
    }

    private static TrafficClass classOf(String topic) {
        return UpTopic.parse(topic)
                .map(parsed -> switch (parsed.channel()) {
                    case SAMPLES -> TrafficClass.SAMPLES;
                    case VITALS -> TrafficClass.VITALS;
                    case HELLO, STATE, LEDGER, DEPLOYMENT -> TrafficClass.CONTROL;
                })
                .orElse(TrafficClass.CONTROL);
    }

    private static long bytes(String topic, byte[] payload) {
        return topic.getBytes(StandardCharsets.UTF_8).length + (long) payload.length;
    }

    /** Counts what comes as control. */
    private record Metered(Listener listener, TrafficMeter meter) implements Listener {
        @Override
        public void connected() {
            listener.connected();
        }

        @Override
        public void arrived(String topic, byte[] payload) throws IOException, InterruptedException {
            meter.count(TrafficClass.CONTROL, bytes(topic, payload));
            listener.arrived(topic, payload);
        }

        @Override
        public void arrived(Message message) throws IOException, InterruptedException {
            meter.count(TrafficClass.CONTROL, bytes(message.topic(), message.payload()));
            listener.arrived(message);
        }
    }
}
