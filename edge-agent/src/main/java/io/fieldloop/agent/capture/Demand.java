package io.fieldloop.agent.capture;

import io.fieldloop.agent.capture.CaptureRule.OnRequest;
import io.fieldloop.agent.inference.Answer;
import java.time.Instant;

/** Chooses what a request asks for until it has got it. */
final class Demand implements Interest {
    private final OnRequest request;
    private final Requests requests;

    Demand(OnRequest request, Requests requests) {
        this.request = request;
        this.requests = requests;
    }

    @Override
    public double in(Answer answer, Instant at) {
        return requests.served(request.request()) < request.next() && isAskedFor(answer) ? 1 : 0;
    }

    private boolean isAskedFor(Answer answer) {
        return request.label().isEmpty()
                || Classes.of(answer.prediction()).contains(request.label().get());
    }

    @Override
    public void captured(Instant at) {
        requests.serve(request.request());
    }
}
