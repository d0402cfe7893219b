package io.fieldloop.agent.serve;

import com.fasterxml.jackson.core.JsonParser;
import io.fieldloop.agent.serve.Route.Call;
import io.fieldloop.agent.serve.http.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells which models there are, and loads and unloads them. */
final class RepositoryEndpoint {
    private static final int MAX_BODY_BYTES = 64 << 10;

    private final Models models;

    RepositoryEndpoint(Models models) {
        this.models = models;
    }

    void index(Call call) throws ApiException, IOException {
        boolean readyOnly = readyOnly(body(call.exchange()));
        Answers.send(call.exchange(), 200, json -> Answers.index(models.index(), readyOnly, json));
    }

    void load(Call call) throws ApiException, IOException {
        refuseParameters(body(call.exchange()));
        models.load(call.name());
        done(call);
    }

    void unload(Call call) throws ApiException, IOException {
        refuseParameters(body(call.exchange()));
        models.unload(call.name());
        done(call);
    }

    private static void done(Call call) throws IOException {
        call.exchange().respond(200, Answers.JSON, ByteBuffer.wrap(new byte[0]));
    }

    private static byte[] body(Exchange exchange) throws ApiException, IOException {
        long length = exchange.body().remaining();
        if (length > MAX_BODY_BYTES) {
            throw new ApiException(413, "such a request has at most %d bytes".formatted(MAX_BODY_BYTES));
        }
        return exchange.body().read((int) length);
    }

    private static boolean readyOnly(byte[] json) throws ApiException {
        var readyOnly = new AtomicBoolean();
        visit(json, (parser, key) -> {
            if (key.equals("ready")) {
                readyOnly.set(JsonBody.flag(parser, key));
            } else {
                parser.skipChildren();
            }
        });
        return readyOnly.get();
    }

    /** A configuration that comes with the request would have to be obeyed, and is not. */
    private static void refuseParameters(byte[] json) throws ApiException {
        visit(json, (parser, key) -> {
            if (!key.equals("parameters")) {
                parser.skipChildren();
                return;
            }
            JsonBody.fields(parser, parameter -> {
                if (!parameter.equals("unload_dependents")) {
                    throw ApiException.wrong("parameter '%s' is not supported", parameter);
                }
                parser.skipChildren();
            });
        });
    }

    private static void visit(byte[] json, Visitor visitor) throws ApiException {
        if (json.length == 0) {
            return;
        }
        try (JsonParser parser = JsonBody.parser(json, 0)) {
            JsonBody.fields(parser, key -> visitor.visit(parser, key));
        } catch (IOException e) {
            throw JsonBody.malformed(e);
        }
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(JsonParser parser, String key) throws IOException, ApiException;
    }
}
