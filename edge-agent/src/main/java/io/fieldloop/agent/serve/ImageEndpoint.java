package io.fieldloop.agent.serve;

import io.fieldloop.agent.inference.Answer;
import io.fieldloop.agent.inference.NoModelException;
import io.fieldloop.agent.serve.Route.Call;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageException;
import io.fieldloop.models.vision.ImageReader;
import io.fieldloop.protocol.Bytes;
import java.io.IOException;

/** Answers {@code POST /v2/models/NAME[/versions/VERSION]/image}: labels or boxes of a JPEG or PNG. */
final class ImageEndpoint {
    private final Models models;

    ImageEndpoint(Models models) {
        this.models = models;
    }

    void answer(Call call) throws ApiException, ModelException, IOException, InterruptedException {
        models.find(call.name(), call.version()).requireImages();
        Image image =
                image(call.exchange().body().read((int) call.exchange().body().remaining()));
        Answer answer = infer(call, image);
        Answers.send(call.exchange(), 200, json -> Answers.prediction(answer.model(), answer.prediction(), json));
    }

    private static Image image(byte[] encoded) throws ApiException {
        try {
            return ImageReader.read(Bytes.wrap(encoded));
        } catch (ImageException e) {
            throw ApiException.wrong("the body is no image: %s", e.getMessage());
        }
    }

    private Answer infer(Call call, Image image) throws ApiException, ModelException, InterruptedException {
        for (int swaps = 0; ; swaps++) {
            try {
                return models.find(call.name(), call.version()).infer(image);
            } catch (NoModelException e) {
                throw new ApiException(503, String.valueOf(e.getMessage()));
            } catch (ModelException e) {
                if (e.reason() != Reason.CLOSED || swaps == Models.MAX_SWAPS) {
                    throw e;
                }
            }
        }
    }
}
