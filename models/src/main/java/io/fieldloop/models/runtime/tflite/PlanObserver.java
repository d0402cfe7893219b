package io.fieldloop.models.runtime.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A delegate that takes no operator, and only writes down which ones the delegates before it have left. The library offers no other
 * sight of its execution plan. One thread at a time.
 */
final class PlanObserver {
    /** {@code TfLiteOpaqueDelegateBuilder}: user data, Prepare, three functions for buffers, and flags. */
    private static final StructLayout BUILDER =
            MemoryLayout.structLayout(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

    private static final long PREPARE_OFFSET = BUILDER.byteOffset(MemoryLayout.PathElement.groupElement(1));
    private static final long FLAGS_OFFSET = BUILDER.byteOffset(MemoryLayout.PathElement.groupElement(5));

    /** {@code kTfLiteDelegateFlagsAllowDynamicTensors}: it must not keep any model from being prepared. */
    private static final long ALLOW_DYNAMIC_TENSORS = 1;

    /** {@code kTfLiteBuiltinCustom}: what it is stands in its name. */
    private static final int CUSTOM = 32;

    /** {@code kTfLiteBuiltinDelegate}: the operators that a delegate took, as one. */
    private static final int DELEGATE = 51;

    private static final MethodHandle CREATE = TfLite.function("TfLiteOpaqueDelegateCreate", ADDRESS, ADDRESS);
    private static final MethodHandle DELETE = TfLite.procedure("TfLiteOpaqueDelegateDelete", ADDRESS);
    private static final MethodHandle PLAN =
            TfLite.function("TfLiteOpaqueContextGetExecutionPlan", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle NODE =
            TfLite.function("TfLiteOpaqueContextGetNodeAndRegistration", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle OPERATOR_CODE =
            TfLite.function("TfLiteOperatorGetBuiltInCode", JAVA_INT, ADDRESS);
    private static final MethodHandle OPERATOR_NAME = TfLite.function("TfLiteOperatorGetCustomName", ADDRESS, ADDRESS);

    /** By the numbers of the schema's {@code BuiltinOperator}. */
    private static final List<String> OPERATORS = operators();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment handle;
    private final Map<String, Integer> left = new HashMap<>();
    private boolean done;

    PlanObserver() {
        MemorySegment builder = arena.allocate(BUILDER);
        MemorySegment prepare = Linker.nativeLinker()
                .upcallStub(prepareOf(this), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS), arena);
        builder.set(ADDRESS, PREPARE_OFFSET, prepare);
        builder.set(JAVA_LONG, FLAGS_OFFSET, ALLOW_DYNAMIC_TENSORS);
        handle = TfLite.call(() -> (MemorySegment) CREATE.invokeExact(builder));
    }

    /** The native delegate. */
    MemorySegment handle() {
        return handle;
    }

    /** How many there are of each operator that no delegate before this one has taken. Ends the observation. */
    Map<String, Integer> left() {
        done = true;
        return Map.copyOf(left);
    }

    /** After the interpreter. */
    void delete() {
        TfLite.run(() -> {
            DELETE.invokeExact(handle);
        });
        arena.close();
    }

    private static MethodHandle prepareOf(PlanObserver observer) {
        try {
            return MethodHandles.lookup()
                    .bind(
                            observer,
                            "prepare",
                            MethodType.methodType(
                                    int.class, MemorySegment.class, MemorySegment.class, MemorySegment.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the method stands below", e);
        }
    }

    /** Called once for each graph of a model, and again when its plan is made anew. */
    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by native code, which decides its form
    private int prepare(MemorySegment context, MemorySegment delegate, MemorySegment data) {
        try (Arena call = Arena.ofConfined()) {
            if (!done) {
                count(context, call);
            }
        } catch (RuntimeException | Error e) {
            // What leaves an upcall ends the process; a count that is missing shows as a placement that is not known.
            left.clear();
            done = true;
        }
        return TfLite.OK;
    }

    private void count(MemorySegment context, Arena call) {
        MemorySegment pointer = call.allocate(ADDRESS);
        if (TfLite.call(() -> (int) PLAN.invokeExact(context, pointer)) != TfLite.OK) {
            return;
        }
        MemorySegment plan = TfLite.array(pointer.get(ADDRESS, 0));
        MemorySegment node = call.allocate(ADDRESS);
        MemorySegment operator = call.allocate(ADDRESS);
        for (int i = 1; i < plan.byteSize() / 4; i++) {
            int index = plan.getAtIndex(JAVA_INT, i);
            if (TfLite.call(() -> (int) NODE.invokeExact(context, index, node, operator)) == TfLite.OK) {
                count(operator.get(ADDRESS, 0));
            }
        }
    }

    private void count(MemorySegment operator) {
        int code = TfLite.call(() -> (int) OPERATOR_CODE.invokeExact(operator));
        if (code == DELEGATE) {
            return;
        }
        String name = code == CUSTOM
                ? TfLite.text(TfLite.call(() -> (MemorySegment) OPERATOR_NAME.invokeExact(operator)))
                : code >= 0 && code < OPERATORS.size() ? OPERATORS.get(code) : "operator " + code;
        left.merge(name, 1, Integer::sum);
    }

    private static List<String> operators() {
        try (InputStream in = PlanObserver.class.getResourceAsStream("operators.txt")) {
            if (in == null) {
                throw new IllegalStateException("operators.txt is part of this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("operators.txt is part of this program", e);
        }
    }
}
