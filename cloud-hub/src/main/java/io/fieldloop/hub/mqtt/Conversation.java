package io.fieldloop.hub.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said over one connection. Only the connection's thread calls it, save for what returns a future. */
final class Conversation extends SimpleChannelInboundHandler<MqttMessage> {
    static final int KEEP_ALIVE_SECONDS = 30;
    static final int SILENCE_SECONDS = 2 * KEEP_ALIVE_SECONDS;

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final int LARGEST_ID = 65_535;
    private static final int FAILED = 0x80; // MQTT 5, section 2.4

    private final String clientId;
    private final Subscription subscription;
    private final CountDownLatch ended;
    private final Promise<Integer> connected = GlobalEventExecutor.INSTANCE.newPromise();
    private final Promise<Void> subscribed = GlobalEventExecutor.INSTANCE.newPromise();
    private final Map<Integer, Consumer<Boolean>> underWay = new HashMap<>(); // by packet identifier
    private int lastId;

    Conversation(String clientId, Subscription subscription, CountDownLatch ended) {
        this.clientId = clientId;
        this.subscription = subscription;
        this.ended = ended;
    }

    /** Succeeds when the broker has let this client in, with how many publications it takes at a time. */
    Future<Integer> connected() {
        return connected;
    }

    /** Succeeds when the broker sends what is subscribed to; at once if that is nothing. */
    Future<Void> subscribed() {
        return subscribed;
    }

    /** Publishes; tells {@code done} whether the broker has it. */
    void publish(Channel channel, Publication publication, Consumer<Boolean> done) {
        if (!channel.isActive()) {
            done.accept(false);
            return;
        }
        int id = nextId();
        underWay.put(id, done);
        say(channel, Packets.publish(id, publication));
    }

    private int nextId() {
        do {
            lastId = lastId % LARGEST_ID + 1;
        } while (underWay.containsKey(lastId));
        return lastId;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent secured
            when secured.isSuccess() ->
                say(context.channel(), Packets.connect(clientId, subscription, KEEP_ALIVE_SECONDS));
            case IdleStateEvent idle
            when idle.state() == IdleState.READER_IDLE -> {
                LOG.warn("the broker says nothing client={} seconds={}", clientId, SILENCE_SECONDS);
                end(context.channel());
            }
            case IdleStateEvent _ -> say(context.channel(), Packets.PING);
            default -> context.fireUserEventTriggered(event); // none of this protocol
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) throws IOException {
        if (packet.decoderResult().isFailure()) {
            throw new IOException(
                    "the broker sent no MQTT", packet.decoderResult().cause());
        }
        switch (packet) {
            case MqttPublishMessage publish -> receive(context.channel(), publish);
            case MqttConnAckMessage answer -> begin(context, answer.variableHeader());
            case MqttSubAckMessage answer -> judge(answer.payload().reasonCodes());
            default -> receiveOther(context, packet);
        }
    }

    private void receiveOther(ChannelHandlerContext context, MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        if (type == MqttMessageType.PUBACK
                && packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader answer) {
            Consumer<Boolean> done = underWay.remove(answer.messageId());
            if (done != null) {
                done.accept(Byte.toUnsignedInt(answer.reasonCode()) < FAILED);
            }
        } else if (type == MqttMessageType.DISCONNECT) {
            LOG.warn("the broker ends the connection client={} reason={}", clientId, Packets.reasonOf(packet));
            end(context.channel());
        }
    }

    private void begin(ChannelHandlerContext context, MqttConnAckVariableHeader answer) {
        MqttConnectReturnCode code = answer.connectReturnCode();
        if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            fail(new IOException("the broker refuses this client: " + code));
            return;
        }
        connected.trySuccess(Packets.receiveMaximum(answer.properties()));
        if (subscription.filters().isEmpty()) {
            subscribed.trySuccess(null);
        } else {
            say(context.channel(), Packets.subscribe(nextId(), subscription.filters()));
        }
    }

    private void judge(List<Integer> reasons) {
        if (reasons.stream().anyMatch(reason -> reason >= FAILED)) {
            fail(new IOException("the broker refuses a subscription: " + reasons));
        } else {
            subscribed.trySuccess(null);
        }
    }

    private void receive(Channel channel, MqttPublishMessage publish) {
        int id = publish.variableHeader().packetId();
        byte[] payload = ByteBufUtil.getBytes(publish.payload());
        Runnable acknowledgement = () -> say(channel, Packets.acknowledgement(id));
        subscription
                .receiver()
                .accept(new Delivery(
                        publish.variableHeader().topicName(),
                        payload,
                        subscription.clock().instant(),
                        acknowledgement));
    }

    private void fail(Throwable cause) {
        connected.tryFailure(cause);
        subscribed.tryFailure(cause);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("connection error client={} reason={}", clientId, cause.toString());
        LOG.debug("its cause", cause);
        fail(cause);
        end(context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new IOException("the broker ended the connection"));
        ended.countDown();
        List<Consumer<Boolean>> unanswered = List.copyOf(underWay.values());
        underWay.clear();
        unanswered.forEach(done -> done.accept(false));
    }

    /** What cannot be written ends the connection. */
    private static void say(Channel channel, MqttMessage packet) {
        var _ = channel.writeAndFlush(packet).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private static void end(Channel channel) {
        var _ = channel.close();
    }
}
