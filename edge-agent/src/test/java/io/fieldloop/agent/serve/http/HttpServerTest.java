package io.fieldloop.agent.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may do to the server over real sockets. Its handler gives back path and body; {@code /wait} waits to be let go. */
@Timeout(30)
final class HttpServerTest {
    private static final int CONNECTIONS = 4;
    private static final int BODY_BYTES = 1 << 20;
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration TRANSFER = Duration.ofMillis(500);
    private static final String LAST = "Host: a\r\nConnection: close\r\n\r\n";

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Socket> clients = new ArrayList<>();

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(Duration.ofSeconds(20));
    }

    private HttpServer start(Duration farewell) throws IOException {
        return HttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                this::giveBack,
                new HttpLimits(CONNECTIONS, BODY_BYTES, IDLE, TRANSFER, farewell));
    }

    private void giveBack(Exchange exchange) throws IOException {
        byte[] body = exchange.body().read((int) exchange.body().remaining());
        if (exchange.path().equals("/wait")) {
            entered.countDown();
            await(released);
        }
        byte[] path = exchange.path().getBytes(StandardCharsets.US_ASCII);
        exchange.respond(200, Map.of(), ByteBuffer.wrap(path), ByteBuffer.wrap(body));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() throws IOException {
        released.countDown();
        for (Socket client : clients) {
            client.close();
        }
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /slow HTTP/1.1\r\nHost: a\r\nX-Slow: ",
                "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"
            })
    void clientThatSendsByteByByte_isCutOffWhileOthersAreServed(String start) throws IOException {
        Socket slow = send(start);

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            while (true) {
                slow.getOutputStream().write('x');
                assertThat(answer(send("GET /other HTTP/1.1\r\n" + LAST))).startsWith("HTTP/1.1 200");
            }
        });
    }

    @Test
    void clientThatDoesNotReadItsAnswer_isCutOff() throws Exception {
        Socket deaf = new Socket();
        clients.add(deaf);
        deaf.setReceiveBufferSize(4 << 10);
        deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        byte[] request = ("POST /deaf HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n"
                        + "x".repeat(BODY_BYTES))
                .getBytes(StandardCharsets.US_ASCII);

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            while (true) {
                deaf.getOutputStream().write(request);
            }
        });
    }

    @Test
    void pipelinedRequests_areAnsweredInTheirOrder() throws IOException {
        String answers = answer(send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
                + "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
                + "GET /3 HTTP/1.1\r\n" + LAST));

        assertThat(answers.split("HTTP/1.1 200 OK")).hasSize(4);
        assertThat(answers).containsSubsequence("\r\n\r\n/1", "\r\n\r\n/2body", "\r\n\r\n/3");
    }

    @Test
    void clientThatEndsItsHalf_getsItsAnswer() throws IOException {
        Socket client = send("GET /half HTTP/1.1\r\nHost: a\r\n\r\n");
        client.shutdownOutput();

        assertThat(answer(client)).startsWith("HTTP/1.1 200").endsWith("/half");
    }

    @Test
    void oneClientTooMany_isToldToComeBack() throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            readHead(send("GET /stays HTTP/1.1\r\nHost: a\r\n\r\n"));
        }

        assertThat(answer(send(""))).startsWith("HTTP/1.1 503").contains("Retry-After: 1\r\n", "{\"error\":");
    }

    @Test
    void end_answersWhatIsUnderWayAndTakesNothingNew() throws Exception {
        Socket underWay = send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
        Socket idle = send("GET /stays HTTP/1.1\r\nHost: a\r\n\r\n");
        readHead(idle);
        await(entered);
        Thread end = Thread.ofPlatform().start(server::close);

        String _ = answer(idle); // returns because the server has ended this connection
        assertThat(answerIfAny("GET /late HTTP/1.1\r\nHost: a\r\n\r\n")).isEmpty();
        released.countDown();

        assertThat(answer(underWay))
                .startsWith("HTTP/1.1 200")
                .contains("Connection: close")
                .endsWith("/wait");
        end.join();
    }

    /** Linux may still complete a connection while the listener is being closed, and resets it then. */
    private String answerIfAny(String request) {
        try {
            return answer(send(request));
        } catch (IOException _) {
            return "";
        }
    }

    @Test
    void requestThatNeverEnds_doesNotHoldUpTheEnd() throws Exception {
        server.close();
        server = start(Duration.ofMillis(100));
        Socket stuck = send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
        await(entered);

        server.close();

        assertThat(answer(stuck)).isEmpty();
    }

    /** Each ends its connection: what follows may have been meant as part of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET / HTTP/1.1~~                                                                    | 400
                    GET / HTTP/1.1~Host: a~Host: b~~                                                    | 400
                    GET / HTTP/1.1~Host: a~ folded: x~~                                                 | 400
                    GET / HTTP/1.1~Host : a~~                                                           | 400
                    GET / HTTP/2.0~Host: a~~                                                            | 505
                    GET  / HTTP/1.1~Host: a~~                                                           | 400
                    CONNECT a:443 HTTP/1.1~Host: a~~                                                    | 400
                    POST / HTTP/1.1~Host: a~Content-Length: 5~Content-Length: 0~~hello                  | 400
                    POST / HTTP/1.1~Host: a~Content-Length: 5, 5~~hello                                 | 400
                    POST / HTTP/1.1~Host: a~Content-Length: 5~Transfer-Encoding: chunked~~0~~           | 400
                    POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~0~~                             | 411
                    POST / HTTP/1.1~Host: a~Transfer-Encoding: xchunked~~0~~                            | 411
                    POST / HTTP/1.1~Host: a~Content-Length: 1048577~~                                   | 413
                    """)
    void doubtfulRequest_isRefusedAndNothingAfterItIsRead(String request, int status) throws IOException {
        assertRefused(request.strip().replace("~", "\r\n"), status);
    }

    @Test
    void headThatIsTooLong_isRefused() throws IOException {
        assertRefused("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n", 431);
        assertRefused("GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(64) + "\r\n", 431);
        assertRefused("GET / HTTP/1.1\nHost: a\n\n", 400);
    }

    private void assertRefused(String request, int status) throws IOException {
        String answer = answer(send(request + "GET /smuggled HTTP/1.1\r\n" + LAST));

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .contains("Connection: close", "{\"error\":")
                .doesNotContain("smuggled");
        assertThat(answer.split("HTTP/1.1 [1-5]")).hasSize(2);
    }

    @Test
    void headOfAnAnswer_hasItsLengthAndNoBody() throws IOException {
        assertThat(answer(send("HEAD /head HTTP/1.1\r\n" + LAST)))
                .contains("Content-Length: 5\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void clientThatWaitsToBeAsked_isAskedForItsBody() throws IOException {
        Socket client = send("POST /asked HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n" + LAST);
        assertThat(readHead(client)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        client.getOutputStream().write(new byte[] {'h', 'i'});

        assertThat(answer(client)).endsWith("/askedhi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /end HTTP/1.1\r\nHost: a\r\nConnection: TE, Close\r\n\r\n",
                "GET /end HTTP/1.1\r\nHost: a\r\nConnection: TE\r\nConnection: close\r\n\r\n",
                "GET /end HTTP/1.0\r\n\r\n"
            })
    void connectionThatTheClientEnds_isEnded(String request) throws IOException {
        assertThat(answer(send(request))).contains("Connection: close").endsWith("/end");
    }

    private Socket send(String text) throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), server.port());
        clients.add(client);
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** Up to the end of the connection, which the client closes then. */
    private static String answer(Socket client) throws IOException {
        try (client) {
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String readHead(Socket client) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            assertThat(next).as("a byte after %s", head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }
}
