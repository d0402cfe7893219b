package io.fieldloop.agent.config;

import io.fieldloop.agent.capture.ShippingRules;
import io.fieldloop.agent.capture.ShippingRules.Window;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads when and how much may be shipped. */
final class ShippingReader {
    private static final Pattern WINDOW =
            Pattern.compile("((?:[01]\\d|2[0-3]):[0-5]\\d)-((?:[01]\\d|2[0-3]):[0-5]\\d)");

    private ShippingReader() {}

    static ShippingRules read(Section root) throws ConfigException {
        Section shipping =
                root.section("shipping", List.of("between", "zone", "bytes-per-day", "bytes-per-second", "over"));
        return new ShippingRules(
                shipping.optional(
                        "zone", ShippingRules.NONE.zone(), "a time zone, such as Europe/Berlin", ShippingReader::zone),
                shipping.has("between")
                        ? Optional.of(shipping.required(
                                "between", "two times of the day, such as 01:00-05:00", ShippingReader::window))
                        : Optional.empty(),
                bytes(shipping, "bytes-per-day", Defaults.SHIPPING_BYTES_PER_DAY),
                bytes(shipping, "bytes-per-second", Defaults.SHIPPING_BYTES_PER_SECOND),
                shipping.list("over", Section::text));
    }

    private static OptionalLong bytes(Section shipping, String key, Setting<ByteSize> setting) throws ConfigException {
        return shipping.has(key) ? OptionalLong.of(shipping.size(key, setting).bytes()) : OptionalLong.empty();
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<Window> window(String text) {
        Matcher matcher = WINDOW.matcher(text);
        return matcher.matches()
                ? Optional.of(new Window(LocalTime.parse(matcher.group(1)), LocalTime.parse(matcher.group(2))))
                : Optional.empty();
    }
}
