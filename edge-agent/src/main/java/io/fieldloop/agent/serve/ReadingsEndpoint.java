package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.serve.Route.Call;
import io.fieldloop.agent.serve.http.RequestBody;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;

/** Answers {@code POST /v2/models/NAME[/versions/VERSION]/readings}: labels of a window of readings, as CSV or NPY. */
final class ReadingsEndpoint {
    private static final int MAX_BYTES = 8 << 20;

    private final Models models;

    ReadingsEndpoint(Models models) {
        this.models = models;
    }

    void answer(Call call) throws ApiException, ModelException, IOException, InterruptedException {
        long arrived = System.nanoTime();
        models.find(call.name(), call.version()).requireReadings();
        RequestBody body = call.exchange().body();
        if (body.remaining() > MAX_BYTES) {
            throw new ApiException(413, "a window of readings has at most %d bytes".formatted(MAX_BYTES));
        }
        Bytes window = Bytes.wrap(body.read((int) body.remaining()));
        Answer answer = models.ask(call, model -> model.read(window, arrived));
        Answers.send(call.exchange(), 200, json -> Answers.prediction(answer.model(), answer.prediction(), json));
    }
}
