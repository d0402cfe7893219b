package io.fieldloop.models.runtime.tflite;

import io.fieldloop.models.runtime.Accelerator;
import io.fieldloop.models.runtime.Accelerator.BuiltIn;
import io.fieldloop.models.runtime.Accelerator.Cpu;
import io.fieldloop.models.runtime.Accelerator.Delegate;
import io.fieldloop.models.runtime.Accelerator.Kind;
import io.fieldloop.models.runtime.Accelerator.Plugin;
import io.fieldloop.models.runtime.ModelException;
import io.fieldloop.models.runtime.ModelException.Reason;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A native delegate that one interpreter uses to its end.
 *
 * @param name of the accelerator that it is
 * @param handle the native delegate
 * @param delete frees it, after the interpreter
 */
record AttachedDelegate(String name, MemorySegment handle, Runnable delete) {
    static final Accelerator XNNPACK = new BuiltIn(Kind.XNNPACK, Map.of());

    /** Whether TensorFlow Lite can be asked for it. */
    static boolean offers(Accelerator accelerator) {
        return switch (accelerator) {
            case Cpu _, Delegate _ -> true;
            case BuiltIn(var kind, var _) -> kind == Kind.XNNPACK;
            case Plugin _ -> false;
        };
    }

    /**
     * Makes what an accelerator needs, the first to choose first. XNNPACK takes what an external delegate leaves, because the library's
     * own kernels are several times slower.
     *
     * @throws ModelException with {@link Reason#ACCELERATOR_UNAVAILABLE} if it cannot be made
     */
    static List<AttachedDelegate> of(Accelerator accelerator, int threads) throws ModelException {
        return switch (accelerator) {
            case Cpu _ -> List.of();
            case BuiltIn(var kind, var options)
            when kind == Kind.XNNPACK && options.isEmpty() -> List.of(xnnpack(threads));
            case Delegate delegate -> {
                List<AttachedDelegate> both = new ArrayList<>(List.of(external(delegate)));
                both.add(xnnpack(threads));
                yield both;
            }
            case BuiltIn _, Plugin _ ->
                throw new ModelException(
                        Reason.ACCELERATOR_UNAVAILABLE,
                        "TensorFlow Lite has no %s; it has %s without options, and external delegates"
                                .formatted(accelerator, XNNPACK));
        };
    }

    private static AttachedDelegate xnnpack(int threads) throws ModelException {
        MemorySegment handle = TfLite.createXnnpack(threads);
        if (handle.equals(MemorySegment.NULL)) {
            throw new ModelException(
                    Reason.ACCELERATOR_UNAVAILABLE, "XNNPACK cannot be started: " + ErrorReports.take());
        }
        return new AttachedDelegate(XNNPACK.name(), handle, () -> TfLite.deleteXnnpack(handle));
    }

    private static AttachedDelegate external(Delegate accelerator) throws ModelException {
        DelegateLibrary library = DelegateLibrary.of(accelerator.library());
        MemorySegment handle = library.create(accelerator.options());
        if (handle.equals(MemorySegment.NULL)) {
            throw new ModelException(
                    Reason.ACCELERATOR_UNAVAILABLE,
                    "%s cannot be made: %s".formatted(accelerator, ErrorReports.take()));
        }
        return new AttachedDelegate(accelerator.name(), handle, () -> library.destroy(handle));
    }
}
