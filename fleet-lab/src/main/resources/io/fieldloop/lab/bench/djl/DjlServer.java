import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A model by DJL behind the HTTP server of the JDK, as somebody would write it by hand: bytes of floats in, bytes of floats out.
 * Arguments: the model, and the shape of its input, such as 1,25,96.
 */
public final class DjlServer {
    private final ThreadLocal<Predictor<NDList, NDList>> predictors;
    private final NDManager manager;
    private final Shape shape;

    private DjlServer(ZooModel<NDList, NDList> model, Shape shape) {
        this.predictors = ThreadLocal.withInitial(model::newPredictor);
        this.manager = model.getNDManager();
        this.shape = shape;
    }

    public static void main(String[] arguments) throws Exception {
        ZooModel<NDList, NDList> model = Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optEngine("OnnxRuntime")
                .optModelPath(Path.of(arguments[0]))
                .optTranslator(new NoopTranslator())
                .optOption("intraOpNumThreads", "1")
                .optOption("interOpNumThreads", "1")
                .build()
                .loadModel();
        long[] dimensions = Stream.of(arguments[1].split(",")).mapToLong(Long::parseLong).toArray();
        DjlServer answers = new DjlServer(model, new Shape(dimensions));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()));
        server.createContext("/", answers::answer);
        server.start();
        System.out.println("listens on 127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] input = exchange.getRequestBody().readAllBytes();
        byte[] output;
        try (NDManager call = manager.newSubManager()) {
            ByteBuffer floats = ByteBuffer.allocateDirect(input.length).order(ByteOrder.nativeOrder());
            floats.put(input).flip();
            NDList inputs = new NDList(call.create(floats, shape, DataType.FLOAT32));
            output = predictors.get().predict(inputs).singletonOrThrow().toByteArray();
        } catch (TranslateException e) {
            throw new IOException(e);
        }
        exchange.sendResponseHeaders(200, output.length);
        exchange.getResponseBody().write(output);
        exchange.close();
    }
}
