package io.fieldloop.agent;

import io.fieldloop.agent.serve.AccessToken;
import io.fieldloop.agent.serve.ApiSettings;
import io.fieldloop.agent.serve.FolderModels;
import io.fieldloop.agent.serve.LocalApi;
import io.fieldloop.agent.serve.ModelSettings;
import io.fieldloop.agent.serve.http.HttpLimits;
import io.fieldloop.models.runtime.Runtimes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves a folder of models, without a hub. */
final class ServeCommand {
    static final List<String> OPTIONS = List.of("--models", "--port", "--host", "--token-file");

    static final String HELP = """
            Usage: fieldloop agent serve --models DIR --port P [--host HOST] [--token-file FILE]

            Serves the models of a folder by the Open Inference Protocol until it is told to end. It needs no hub.

              --models DIR        holds NAME/VERSION/model.onnx or NAME/VERSION/model.tflite
              --port P            where to listen; 0 takes a free one, which the log tells
              --host HOST         the address to listen on, if others than this machine may ask; needs a token
              --token-file FILE   holds the token that clients must present

            Try it: curl localhost:P/v2/models/NAME
            """;

    private ServeCommand() {}

    static LocalApi start(CommandLine line) throws UsageException, IOException {
        line.requireOperands(0, "'serve' takes only options");
        ApiSettings settings = settings(line);
        Path models = Path.of(line.require("--models"));
        return LocalApi.start(
                FolderModels.open(models, Runtimes.available(), ModelSettings.DEFAULT), Map.of(), settings);
    }

    private static ApiSettings settings(CommandLine line) throws UsageException, IOException {
        String host = line.values().get("--host");
        String file = line.values().get("--token-file");
        try {
            Optional<AccessToken> token =
                    file == null ? Optional.empty() : Optional.of(AccessToken.read(Path.of(file)));
            int port = port(line.require("--port"));
            InetSocketAddress address = host == null
                    ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                    : new InetSocketAddress(host, port);
            return new ApiSettings(address, token, HttpLimits.DEFAULT);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static int port(String text) throws UsageException {
        if (!text.matches("\\d{1,5}")) {
            throw new UsageException("--port takes a number of at most 65535, not '%s'".formatted(text));
        }
        return Integer.parseInt(text);
    }
}
