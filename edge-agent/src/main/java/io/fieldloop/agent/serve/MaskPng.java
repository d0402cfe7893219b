package io.fieldloop.agent.serve;

import io.fieldloop.agent.serve.http.Exchange;
import io.fieldloop.models.vision.Image;
import io.fieldloop.models.vision.ImageWriter;
import io.fieldloop.protocol.message.Mask;
import io.fieldloop.protocol.message.Prediction;
import io.fieldloop.protocol.message.Prediction.Segmented;
import io.fieldloop.protocol.message.Region;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A mask as a grey PNG: 0 is no class, and each other value the place of a label, counted from 1, in the field {@code Mask-Labels},
 * where labels are percent-encoded and parted by commas.
 */
final class MaskPng {
    private static final String TYPE = "image/png";
    private static final int MAX_REGIONS = 64;

    private MaskPng() {}

    /** Whether the client asks for a PNG, and would not take JSON. */
    static boolean isWanted(Exchange exchange) {
        String accepted = exchange.field("Accept").orElse("");
        return accepted.contains(TYPE) && !accepted.contains("application/json");
    }

    /**
     * Sends it.
     *
     * @throws ApiException with 406 if there is no mask, or one of too many classes
     */
    static void send(Exchange exchange, Prediction prediction) throws ApiException, IOException {
        if (!(prediction instanceof Segmented(Mask mask)) || mask.regions().size() > MAX_REGIONS) {
            throw new ApiException(406, "this can be told as application/json only");
        }
        Map<String, String> fields = Map.of("Content-Type", TYPE, "Mask-Labels", labels(mask));
        exchange.respond(200, fields, ByteBuffer.wrap(png(mask)));
    }

    private static String labels(Mask mask) {
        List<String> labels = new ArrayList<>();
        for (Region region : mask.regions()) {
            labels.add(URLEncoder.encode(region.label(), StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return String.join(",", labels);
    }

    private static byte[] png(Mask mask) {
        int[] places = mask.places();
        int[] rgb = new int[places.length];
        for (int x = 0; x < mask.width(); x++) {
            for (int y = 0; y < mask.height(); y++) {
                rgb[y * mask.width() + x] = places[x * mask.height() + y] * 0x010101;
            }
        }
        return ImageWriter.png(new Image(mask.width(), mask.height(), rgb)).toArray();
    }
}
