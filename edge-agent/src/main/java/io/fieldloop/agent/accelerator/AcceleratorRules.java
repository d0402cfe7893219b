package io.fieldloop.agent.accelerator;

import io.fieldloop.protocol.ModelName;
import java.util.Map;

/**
 * What is set about accelerators on a device.
 *
 * @param byModel for the models that are named
 * @param others for all others
 */
public record AcceleratorRules(Map<ModelName, Preference> byModel, Preference others) {
    /** Whatever is found is tried. */
    public static final AcceleratorRules NONE = new AcceleratorRules(Map.of(), Preference.NONE);

    /** Takes a copy of the map. */
    public AcceleratorRules {
        byModel = Map.copyOf(byModel);
    }

    /** For one model. */
    public Preference of(ModelName model) {
        return byModel.getOrDefault(model, others);
    }
}
