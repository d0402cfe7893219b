package io.fieldloop.hub.rollouts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rollout that is asked for. Devices are named one by one or selected by their labels, not both.
 *
 * @param waves how they are divided; null means all at once
 */
@Serdeable
public record NewRollout(
        String model,
        int version,
        @Nullable Selection selector,
        @Nullable List<String> devices,
        @Nullable List<WaveSize> waves) {

    /**
     * Every device that has all of these labels; no labels select every device.
     */
    @Serdeable
    public record Selection(@JsonProperty(required = true) Map<String, String> labels) {}

    /**
     * How large a wave is.
     *
     * @param count of devices, at least 1; null for all that are left, in the last wave only
     */
    @Serdeable
    public record WaveSize(@Nullable Integer count) {}
}
