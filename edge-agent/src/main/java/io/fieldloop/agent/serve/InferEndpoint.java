package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.InferRequest.Binary;
import io.fieldloop.agent.serve.InferRequest.Input;
import io.fieldloop.agent.serve.InferRequest.Json;
import io.fieldloop.agent.serve.Route.Call;
import io.fieldloop.agent.serve.http.Exchange;
import io.fieldloop.agent.serve.http.RequestBody;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.tensor.ElementType;
import io.fieldloop.models.tensor.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers {@code POST /v2/models/NAME[/versions/VERSION]/infer}. */
final class InferEndpoint {
    /** The header of the binary tensor data extension. */
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final Pattern LENGTH = Pattern.compile("\\d{1,10}");

    private final Models models;
    private final InstantSource clock;

    InferEndpoint(Models models, InstantSource clock) {
        this.models = models;
        this.clock = clock;
    }

    void answer(Call call) throws ApiException, ModelException, IOException, InterruptedException {
        long arrived = System.nanoTime();
        Exchange exchange = call.exchange();
        byte[] json = exchange.body().read(jsonBytes(exchange));
        InferRequest request = InferRequestReader.read(json);
        for (int swaps = 0; ; swaps++) {
            ServedModel model = models.find(call.name(), call.version());
            List<Input> inputs = inModelOrder(request, model, exchange.body().remaining(), json.length);
            try (Slot slot = model.slot(shapes(inputs))) {
                infer(exchange, new Question(request, inputs, ByteBuffer.wrap(json), arrived), model, slot);
                return;
            } catch (ModelException e) {
                if (e.reason() != Reason.CLOSED || exchange.isAnswered() || swaps == Models.MAX_SWAPS) {
                    throw e;
                }
            }
        }
    }

    private static List<List<Integer>> shapes(List<Input> inputs) {
        List<List<Integer>> shapes = new ArrayList<>(inputs.size());
        for (Input input : inputs) {
            shapes.add(input.shape());
        }
        return shapes;
    }

    private static int jsonBytes(Exchange exchange) throws ApiException {
        long total = exchange.body().remaining();
        Optional<String> header = exchange.field(JSON_LENGTH);
        if (header.isEmpty()) {
            return (int) total;
        }
        if (!LENGTH.matcher(header.get()).matches() || Long.parseLong(header.get()) > total) {
            throw ApiException.wrong(
                    "%s must be the length of the JSON within the body of %d bytes", JSON_LENGTH, total);
        }
        return Integer.parseInt(header.get());
    }

    private void infer(Exchange exchange, Question question, ServedModel model, Slot slot)
            throws ApiException, ModelException, IOException, InterruptedException {
        Statistics statistics = model.statistics();
        statistics.requested(clock.millis());
        boolean answered = false;
        try {
            fill(exchange.body(), question, slot);
            statistics.computeInput.add(System.nanoTime() - question.arrived());
            model.run(slot, question.deadline(model.settings().timeout()));
            long start = System.nanoTime();
            InferResponse.of(question.request(), model, slot).send(exchange);
            statistics.computeOutput.add(System.nanoTime() - start);
            answered = true;
        } finally {
            (answered ? statistics.success : statistics.fail).add(System.nanoTime() - question.arrived());
        }
    }

    /** Bytes follow the JSON in the order of the request, which need not be that of the model. */
    private static void fill(RequestBody body, Question question, Slot slot) throws ApiException, IOException {
        for (Input input : question.request().inputs()) {
            int i = question.inputs().indexOf(input);
            switch (input.elements()) {
                case Json(int offset) -> JsonTensors.read(question.json().array(), offset, slot.input(i));
                case Binary(long sizeBytes) -> BinaryTensors.read(body, (int) sizeBytes, slot.input(i));
            }
        }
    }

    /** Checks everything that can be checked before memory is taken for it. */
    private static List<Input> inModelOrder(InferRequest request, ServedModel model, long binaryBytes, int jsonBytes)
            throws ApiException {
        List<TensorSpec> expected = model.session().inputs();
        List<Input> ordered = new ArrayList<>();
        for (TensorSpec spec : expected) {
            Input input = input(request, spec.name());
            requireSuits(input, spec);
            requireCarried(input, spec, jsonBytes);
            ordered.add(input);
        }
        if (request.inputs().size() != expected.size()) {
            throw ApiException.wrong("model '%s' takes exactly the inputs %s", model.name(), expected);
        }
        long announced = 0;
        for (Input input : ordered) {
            announced = Math.addExact(announced, input.elements() instanceof Binary(long size) ? size : 0);
        }
        if (announced != binaryBytes) {
            throw ApiException.wrong(
                    "the inputs have %d bytes after the JSON, but the body has %d", announced, binaryBytes);
        }
        return ordered;
    }

    private static Input input(InferRequest request, String name) throws ApiException {
        Optional<Input> found = Optional.empty();
        for (Input input : request.inputs()) {
            if (input.name().equals(name)) {
                if (found.isPresent()) {
                    throw notOnce(name);
                }
                found = Optional.of(input);
            }
        }
        return found.orElseThrow(() -> notOnce(name));
    }

    private static ApiException notOnce(String name) {
        return ApiException.wrong("input '%s' must be given exactly once", name);
    }

    private static void requireSuits(Input input, TensorSpec spec) throws ApiException {
        Datatype expected = Datatype.of(spec.type());
        if (input.datatype() != expected || !spec.allows(input.shape())) {
            throw ApiException.wrong(
                    "input '%s' must be %s%s, not %s%s",
                    spec.name(), expected, spec.shape(), input.datatype(), input.shape());
        }
    }

    /** A shape takes no more memory than what was sent accounts for. */
    private static void requireCarried(Input input, TensorSpec spec, int jsonBytes) throws ApiException {
        TensorSpec fixed;
        try {
            fixed = spec.withShape(input.shape());
        } catch (IllegalArgumentException e) {
            throw ApiException.wrong("%s", e.getMessage());
        }
        boolean carried = switch (input.elements()) {
            case Json _ -> fixed.elementCount() <= jsonBytes;
            case Binary(long size) ->
                spec.type() == ElementType.STRING ? fixed.elementCount() <= size : fixed.sizeBytes() == size;
        };
        if (!carried) {
            throw ApiException.wrong(
                    "input '%s' of shape %s has not the number of bytes that its %d elements need",
                    input.name(), input.shape(), fixed.elementCount());
        }
    }

    /**
     * A request that is being answered.
     *
     * @param inputs in the order of the model
     * @param arrived on the scale of {@link System#nanoTime}
     */
    private record Question(InferRequest request, List<Input> inputs, ByteBuffer json, long arrived) {
        long deadline(Duration most) {
            Duration asked = request.timeout().orElse(most);
            return arrived + (asked.compareTo(most) < 0 ? asked : most).toNanos();
        }
    }
}
