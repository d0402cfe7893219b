package io.fieldloop.hub.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** One connection to the broker, from its begin to its end, with a thread of its own. Thread-safe. */
final class MqttConnection implements AutoCloseable {
    private static final int ANSWER_MILLIS = 10_000;
    private static final int LARGEST_PACKET_BYTES = 4 << 20;
    private static final int FLUSH_AFTER = 256; // acknowledgements come by the hundred
    private static final long STOP_MILLIS = 1_000;

    private final EventLoopGroup thread;
    private final Channel channel;
    private final Conversation conversation;
    private final CountDownLatch ended;
    private final Semaphore window;

    private MqttConnection(
            EventLoopGroup thread, Channel channel, Conversation conversation, CountDownLatch ended, int window) {
        this.thread = thread;
        this.channel = channel;
        this.conversation = conversation;
        this.ended = ended;
        this.window = new Semaphore(window);
    }

    /**
     * Connects and subscribes.
     *
     * @throws IOException if the broker cannot be reached, or refuses
     */
    static MqttConnection open(String clientId, BrokerAddress broker, SSLContext tls, Subscription subscription)
            throws IOException, InterruptedException {
        var thread =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(clientId, true), NioIoHandler.newFactory());
        try {
            var ended = new CountDownLatch(1);
            var conversation = new Conversation(clientId, subscription, ended);
            Channel channel = connect(thread, broker, tls, conversation);
            int window = require(conversation.connected());
            require(conversation.subscribed());
            return new MqttConnection(thread, channel, conversation, ended, window);
        } catch (IOException | InterruptedException | RuntimeException e) {
            stop(thread);
            throw e;
        }
    }

    private static Channel connect(
            EventLoopGroup thread, BrokerAddress broker, SSLContext tls, Conversation conversation)
            throws IOException, InterruptedException {
        ChannelFuture connecting = new Bootstrap()
                .group(thread)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, ANSWER_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        fill(fresh.pipeline(), engine(broker, tls), conversation);
                    }
                })
                .connect(broker.host(), broker.port());
        require(connecting);
        return connecting.channel();
    }

    private static SSLEngine engine(BrokerAddress broker, SSLContext tls) {
        SSLEngine engine = tls.createSSLEngine(broker.host(), broker.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static void fill(ChannelPipeline pipeline, SSLEngine engine, Conversation conversation) {
        pipeline.addLast(
                new SslHandler(engine),
                new FlushConsolidationHandler(FLUSH_AFTER, true),
                new MqttDecoder(LARGEST_PACKET_BYTES),
                MqttEncoder.INSTANCE,
                new IdleStateHandler(Conversation.SILENCE_SECONDS, Conversation.KEEP_ALIVE_SECONDS, 0),
                conversation);
    }

    private static <T> T require(Future<T> answer) throws IOException, InterruptedException {
        if (!answer.await(ANSWER_MILLIS)) {
            throw new IOException("no answer within %d ms".formatted(ANSWER_MILLIS));
        }
        if (!answer.isSuccess()) {
            throw new IOException(String.valueOf(answer.cause().getMessage()), answer.cause());
        }
        return answer.getNow();
    }

    /** Publishes as soon as fewer than the allowed number are under way; tells {@code done} whether the broker has it. */
    void publish(Publication publication, Consumer<Boolean> done) throws InterruptedException {
        window.acquire();
        Consumer<Boolean> answered = taken -> {
            window.release();
            done.accept(taken);
        };
        try {
            channel.eventLoop().execute(() -> conversation.publish(channel, publication, answered));
        } catch (RejectedExecutionException _) {
            answered.accept(false); // it has ended
        }
    }

    boolean isOpen() {
        return ended.getCount() > 0;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    public void close() {
        var _ = channel.writeAndFlush(Packets.BYE);
        stop(thread);
    }

    /** Closes the connection, too. */
    private static void stop(EventLoopGroup thread) {
        thread.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * STOP_MILLIS);
    }
}
