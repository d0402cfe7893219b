package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.hub.rollouts.NewRollout.WaveSize;
import io.fieldloop.protocol.DeviceId;
import java.util.ArrayList;
import java.util.List;

/** Divides devices into waves, in the order of their ids. */
final class WavePlan {
    private static final int MAX_WAVES = 100;

    private WavePlan() {}

    /**
     * The waves, none of them empty: sizes that no device is left for are dropped.
     *
     * @throws ProblemException if a size is wrong, or devices are left over
     */
    static List<List<DeviceId>> divide(List<DeviceId> devices, List<WaveSize> sizes) {
        List<DeviceId> left = devices.stream().sorted().toList();
        if (sizes.size() > MAX_WAVES) {
            throw ProblemException.invalid("/waves", "a rollout has at most %d waves".formatted(MAX_WAVES));
        }
        List<List<DeviceId>> waves = new ArrayList<>();
        for (int i = 0; i < sizes.size() && !left.isEmpty(); i++) {
            int count = Math.min(left.size(), count(sizes, i, left.size()));
            waves.add(List.copyOf(left.subList(0, count)));
            left = left.subList(count, left.size());
        }
        if (!left.isEmpty()) {
            throw ProblemException.invalid(
                    "/waves",
                    "%d of %d devices are in no wave; end with a wave without a count for all that are left"
                            .formatted(left.size(), devices.size()));
        }
        return waves;
    }

    private static int count(List<WaveSize> sizes, int index, int left) {
        Integer count = sizes.get(index).count();
        if (count == null) {
            if (index != sizes.size() - 1) {
                throw ProblemException.invalid(
                        "/waves/%d".formatted(index), "only the last wave may be without a count");
            }
            return left;
        }
        if (count < 1) {
            throw ProblemException.invalid("/waves/%d/count".formatted(index), "a wave has at least 1 device");
        }
        return count;
    }
}
