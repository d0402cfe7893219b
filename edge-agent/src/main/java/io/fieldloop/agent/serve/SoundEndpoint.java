package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.Route.Call;
import io.fieldloop.agent.serve.Sounds.Heard;
import io.fieldloop.agent.serve.http.RequestBody;
import io.fieldloop.models.runtime.ModelException;
import java.io.IOException;

/** Answers {@code POST /v2/models/NAME[/versions/VERSION]/sound}: the events that are heard in a WAV file. */
final class SoundEndpoint {
    /** Two minutes of the sound that most models hear: 16-bit samples of 16 kHz. */
    private static final int MAX_BYTES = 4 << 20;

    private final Models models;

    SoundEndpoint(Models models) {
        this.models = models;
    }

    void answer(Call call) throws ApiException, ModelException, IOException, InterruptedException {
        long arrived = System.nanoTime();
        models.find(call.name(), call.version()).requireSounds();
        RequestBody body = call.exchange().body();
        if (body.remaining() > MAX_BYTES) {
            throw new ApiException(413, "a sound has at most %d bytes".formatted(MAX_BYTES));
        }
        byte[] wav = body.read((int) body.remaining());
        Heard heard = models.ask(call, model -> model.hear(wav, arrived));
        Answers.send(call.exchange(), 200, json -> Answers.heard(heard, json));
    }
}
