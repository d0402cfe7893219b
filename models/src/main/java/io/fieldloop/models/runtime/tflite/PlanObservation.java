package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import io.fieldloop.models.runtime.Placement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the operators of a model are, seen before the first of its delegates and after each. One thread at a time. */
final class PlanObservation {
    private final PlanObserver before = new PlanObserver();
    private final List<String> names = new ArrayList<>();
    private final List<PlanObserver> after = new ArrayList<>();

    /** To be attached before any delegate. */
    PlanObserver before() {
        return before;
    }

    /** To be attached right after a delegate. */
    PlanObserver after(AttachedDelegate delegate) {
        PlanObserver observer = new PlanObserver();
        names.add(delegate.name());
        after.add(observer);
        return observer;
    }

    /** What each delegate took, and the processor the rest. */
    Placement placement() throws ModelException {
        Map<String, Map<String, Integer>> operators = new HashMap<>();
        Map<String, Integer> left = before.left();
        if (left.isEmpty()) {
            throw new ModelException(
                    Reason.PLACEMENT_UNKNOWN, "TensorFlow Lite does not show the operators of this model");
        }
        for (int i = 0; i < after.size(); i++) {
            Map<String, Integer> next = after.get(i).left();
            operators.put(names.get(i), difference(left, next));
            left = next;
        }
        operators.put(Accelerator.CPU.name(), left);
        operators.values().removeIf(Map::isEmpty);
        return new Placement(operators);
    }

    private static Map<String, Integer> difference(Map<String, Integer> all, Map<String, Integer> left) {
        Map<String, Integer> taken = new HashMap<>();
        all.forEach((operator, count) -> {
            int here = count - left.getOrDefault(operator, 0);
            if (here > 0) {
                taken.put(operator, here);
            }
        });
        return taken;
    }

    /** After the interpreter. */
    void delete() {
        before.delete();
        after.forEach(PlanObserver::delete);
    }
}
