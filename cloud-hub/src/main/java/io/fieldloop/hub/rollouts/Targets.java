package io.fieldloop.hub.rollouts;

import io.fieldloop.hub.devices.Devices;
import io.fieldloop.hub.devices.Selector;
import io.fieldloop.hub.problem.ProblemException;
import io.fieldloop.protocol.DeviceId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the devices that a rollout is for. */
@Singleton
final class Targets {
    private final Devices devices;

    Targets(Devices devices) {
        this.devices = devices;
    }

    /**
     * The devices, each once.
     *
     * @throws ProblemException if both or neither way to say which is used, one is unknown, or there is none
     */
    List<DeviceId> of(NewRollout wanted) {
        List<String> named = wanted.devices();
        NewRollout.Selection selection = wanted.selector();
        if ((named == null) == (selection == null)) {
            throw ProblemException.invalid("", "say which devices by either 'devices' or 'selector'");
        }
        List<DeviceId> found = named != null ? named(named) : devices.matching(selector(selection));
        if (found.isEmpty()) {
            throw ProblemException.invalid(named != null ? "/devices" : "/selector", "no device is selected");
        }
        return found;
    }

    private static Selector selector(NewRollout.Selection selection) {
        try {
            return new Selector(selection.labels());
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("/selector/labels", String.valueOf(e.getMessage()));
        }
    }

    private List<DeviceId> named(List<String> names) {
        Set<DeviceId> found = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String pointer = "/devices/%d".formatted(i);
            try {
                DeviceId device = new DeviceId(names.get(i));
                devices.require(device);
                found.add(device);
            } catch (IllegalArgumentException | ProblemException e) {
                throw ProblemException.invalid(pointer, String.valueOf(e.getMessage()));
            }
        }
        return new ArrayList<>(found);
    }
}
