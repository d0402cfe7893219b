package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.serve.Route.Call;
import io.fieldloop.agent.serve.http.Exchange;
import io.fieldloop.agent.serve.http.RequestBody;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;

/** Answers {@code POST /v2/models/NAME[/versions/VERSION]/image}: labels, boxes or a mask of a JPEG or PNG. */
final class ImageEndpoint {
    private final Models models;

    ImageEndpoint(Models models) {
        this.models = models;
    }

    void answer(Call call) throws ApiException, ModelException, IOException, InterruptedException {
        long arrived = System.nanoTime();
        Exchange exchange = call.exchange();
        models.find(call.name(), call.version()).requireImages();
        Bytes encoded = encoded(exchange.body());
        Answer answer = models.ask(call, model -> model.see(encoded, arrived));
        if (MaskPng.isWanted(exchange)) {
            MaskPng.send(exchange, answer.prediction());
        } else {
            Answers.send(exchange, 200, json -> Answers.prediction(answer.model(), answer.prediction(), json));
        }
    }

    private static Bytes encoded(RequestBody body) throws ApiException, IOException {
        if (body.remaining() > ImageReader.MAX_SIZE_BYTES) {
            throw new ApiException(413, "an image has at most %d bytes".formatted(ImageReader.MAX_SIZE_BYTES));
        }
        return Bytes.wrap(body.read((int) body.remaining()));
    }
}
