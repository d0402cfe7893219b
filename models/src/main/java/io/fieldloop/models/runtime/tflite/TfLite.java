package io.fieldloop.models.runtime.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fieldloop.models.tensor.Quantisation;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The functions of the C API that are used here, by the names that TensorFlow's {@code c_api.h}, {@code c_api_types.h} and
 * {@code xnnpack_delegate.h} give them. Nothing is checked: a null or a status other than {@link #OK} is for the caller.
 */
final class TfLite {
    /** {@code kTfLiteOk}. */
    static final int OK = 0;

    /** {@code TfLiteQuantizationParams}. */
    private static final StructLayout QUANTISATION = MemoryLayout.structLayout(JAVA_FLOAT, JAVA_INT);

    /**
     * {@code TfLiteXNNPackDelegateOptions}, of which only the first field, the number of threads, is touched. It is larger
     * than the real one, because that grows from version to version.
     */
    private static final StructLayout XNNPACK_OPTIONS =
            MemoryLayout.structLayout(MemoryLayout.sequenceLayout(64, JAVA_LONG));

    private static final MethodHandle MODEL_CREATE =
            function("TfLiteModelCreateFromFileWithErrorReporter", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle MODEL_DELETE = procedure("TfLiteModelDelete", ADDRESS);
    private static final MethodHandle OPTIONS_CREATE = function("TfLiteInterpreterOptionsCreate", ADDRESS);
    private static final MethodHandle OPTIONS_SET_THREADS =
            procedure("TfLiteInterpreterOptionsSetNumThreads", ADDRESS, JAVA_INT);
    private static final MethodHandle OPTIONS_SET_REPORTER =
            procedure("TfLiteInterpreterOptionsSetErrorReporter", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle OPTIONS_ADD_DELEGATE =
            procedure("TfLiteInterpreterOptionsAddDelegate", ADDRESS, ADDRESS);
    private static final MethodHandle OPTIONS_DELETE = procedure("TfLiteInterpreterOptionsDelete", ADDRESS);
    private static final MethodHandle XNNPACK_DEFAULTS =
            function("TfLiteXNNPackDelegateOptionsDefault", XNNPACK_OPTIONS);
    private static final MethodHandle XNNPACK_CREATE = function("TfLiteXNNPackDelegateCreate", ADDRESS, ADDRESS);
    private static final MethodHandle XNNPACK_DELETE = procedure("TfLiteXNNPackDelegateDelete", ADDRESS);
    private static final MethodHandle INTERPRETER_CREATE =
            function("TfLiteInterpreterCreate", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle INTERPRETER_ALLOCATE =
            function("TfLiteInterpreterAllocateTensors", JAVA_INT, ADDRESS);
    private static final MethodHandle INTERPRETER_INVOKE = function("TfLiteInterpreterInvoke", JAVA_INT, ADDRESS);
    private static final MethodHandle INTERPRETER_DELETE = procedure("TfLiteInterpreterDelete", ADDRESS);
    private static final MethodHandle INPUT_COUNT = function("TfLiteInterpreterGetInputTensorCount", JAVA_INT, ADDRESS);
    private static final MethodHandle INPUT = function("TfLiteInterpreterGetInputTensor", ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle OUTPUT_COUNT =
            function("TfLiteInterpreterGetOutputTensorCount", JAVA_INT, ADDRESS);
    private static final MethodHandle OUTPUT = function("TfLiteInterpreterGetOutputTensor", ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle TENSOR_NAME = function("TfLiteTensorName", ADDRESS, ADDRESS);
    private static final MethodHandle TENSOR_TYPE = function("TfLiteTensorType", JAVA_INT, ADDRESS);
    private static final MethodHandle TENSOR_RANK = function("TfLiteTensorNumDims", JAVA_INT, ADDRESS);
    private static final MethodHandle TENSOR_LENGTH = function("TfLiteTensorDim", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle TENSOR_SIZE = function("TfLiteTensorByteSize", JAVA_LONG, ADDRESS);
    private static final MethodHandle TENSOR_MEMORY = function("TfLiteTensorData", ADDRESS, ADDRESS);
    private static final MethodHandle TENSOR_QUANTISATION =
            function("TfLiteTensorQuantizationParams", QUANTISATION, ADDRESS);

    private TfLite() {}

    static MemorySegment createModel(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(path);
            return call(
                    () -> (MemorySegment) MODEL_CREATE.invokeExact(text, ErrorReports.REPORTER, MemorySegment.NULL));
        }
    }

    static void deleteModel(MemorySegment model) {
        run(() -> {
            MODEL_DELETE.invokeExact(model);
        });
    }

    static MemorySegment createOptions(int threads) {
        return call(() -> {
            var options = (MemorySegment) OPTIONS_CREATE.invokeExact();
            OPTIONS_SET_THREADS.invokeExact(options, threads);
            OPTIONS_SET_REPORTER.invokeExact(options, ErrorReports.REPORTER, MemorySegment.NULL);
            return options;
        });
    }

    static void addDelegate(MemorySegment options, MemorySegment delegate) {
        run(() -> {
            OPTIONS_ADD_DELEGATE.invokeExact(options, delegate);
        });
    }

    static void deleteOptions(MemorySegment options) {
        run(() -> {
            OPTIONS_DELETE.invokeExact(options);
        });
    }

    static MemorySegment createXnnpack(int threads) {
        try (Arena arena = Arena.ofConfined()) {
            return call(() -> {
                var options = (MemorySegment) XNNPACK_DEFAULTS.invokeExact((SegmentAllocator) arena);
                options.set(JAVA_INT, 0, threads);
                return (MemorySegment) XNNPACK_CREATE.invokeExact(options);
            });
        }
    }

    static void deleteXnnpack(MemorySegment delegate) {
        run(() -> {
            XNNPACK_DELETE.invokeExact(delegate);
        });
    }

    static MemorySegment createInterpreter(MemorySegment model, MemorySegment options) {
        return call(() -> (MemorySegment) INTERPRETER_CREATE.invokeExact(model, options));
    }

    static int allocateTensors(MemorySegment interpreter) {
        return call(() -> (int) INTERPRETER_ALLOCATE.invokeExact(interpreter));
    }

    static void deleteInterpreter(MemorySegment interpreter) {
        run(() -> {
            INTERPRETER_DELETE.invokeExact(interpreter);
        });
    }

    static int inputCount(MemorySegment interpreter) {
        return call(() -> (int) INPUT_COUNT.invokeExact(interpreter));
    }

    static MemorySegment input(MemorySegment interpreter, int index) {
        return call(() -> (MemorySegment) INPUT.invokeExact(interpreter, index));
    }

    static int outputCount(MemorySegment interpreter) {
        return call(() -> (int) OUTPUT_COUNT.invokeExact(interpreter));
    }

    static MemorySegment output(MemorySegment interpreter, int index) {
        return call(() -> (MemorySegment) OUTPUT.invokeExact(interpreter, index));
    }

    /** Empty where the model gives none. */
    static String name(MemorySegment tensor) {
        MemorySegment text = call(() -> (MemorySegment) TENSOR_NAME.invokeExact(tensor));
        return text.equals(MemorySegment.NULL)
                ? ""
                : text.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** A {@code TfLiteType}. */
    static int type(MemorySegment tensor) {
        return call(() -> (int) TENSOR_TYPE.invokeExact(tensor));
    }

    static int rank(MemorySegment tensor) {
        return call(() -> (int) TENSOR_RANK.invokeExact(tensor));
    }

    static int length(MemorySegment tensor, int axis) {
        return call(() -> (int) TENSOR_LENGTH.invokeExact(tensor, axis));
    }

    /** Empty where the elements are the numbers themselves. */
    static Optional<Quantisation> quantisation(MemorySegment tensor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct =
                    call(() -> (MemorySegment) TENSOR_QUANTISATION.invokeExact((SegmentAllocator) arena, tensor));
            float scale = struct.get(JAVA_FLOAT, 0);
            return scale > 0 ? Optional.of(new Quantisation(scale, struct.get(JAVA_INT, 4))) : Optional.empty();
        }
    }

    static long sizeBytes(MemorySegment tensor) {
        return call(() -> (long) TENSOR_SIZE.invokeExact(tensor));
    }

    /** On the path of every run, hence written out: it must not allocate. */
    @SuppressWarnings("AvoidThrowingThrowable")
    static int invoke(MemorySegment interpreter) {
        try {
            return (int) INTERPRETER_INVOKE.invokeExact(interpreter);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** On the path of every run, hence written out: it must not allocate. */
    static long address(MemorySegment tensor) {
        try {
            return ((MemorySegment) TENSOR_MEMORY.invokeExact(tensor)).address();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @FunctionalInterface
    private interface Downcall<T> {
        T call() throws Throwable;
    }

    @FunctionalInterface
    private interface VoidDowncall {
        void call() throws Throwable;
    }

    private static <T> T call(Downcall<T> downcall) {
        try {
            return downcall.call();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static void run(VoidDowncall downcall) {
        try {
            downcall.call();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a native function was called in a way that Java refuses", e);
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return bind(name, FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle procedure(String name, MemoryLayout... arguments) {
        return bind(name, FunctionDescriptor.ofVoid(arguments));
    }

    private static MethodHandle bind(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(NativeLibrary.symbols().findOrThrow(name), type);
    }
}
