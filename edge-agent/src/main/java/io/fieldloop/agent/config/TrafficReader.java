package io.fieldloop.agent.config;

import io.fieldloop.agent.traffic.TrafficBudgets;
import io.fieldloop.agent.traffic.TrafficClass;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;

/** Reads how many bytes may go in a day; those of samples are a matter of {@link ShippingReader}. */
final class TrafficReader {
    private TrafficReader() {}

    static TrafficBudgets read(Section root, ZoneId zone) throws ConfigException {
        Section traffic = root.section("traffic", List.of("control-per-day", "vitals-per-day", "models-per-day"));
        var budgets = new EnumMap<TrafficClass, Long>(TrafficClass.class);
        for (TrafficClass of : List.of(TrafficClass.CONTROL, TrafficClass.VITALS, TrafficClass.MODELS)) {
            String key = of.name().toLowerCase(Locale.ROOT) + "-per-day";
            if (traffic.has(key)) {
                budgets.put(of, traffic.size(key, Defaults.TRAFFIC_PER_DAY).bytes());
            }
        }
        return new TrafficBudgets(zone, budgets);
    }
}
