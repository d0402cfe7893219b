package io.fieldloop.models.runtime.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The functions of the C API that are used here, by the names that TensorFlow's {@code c_api.h}, {@code c_api_opaque.h},
 * {@code c_api_experimental.h}, {@code c_api_types.h} and {@code xnnpack_delegate.h} give them. Nothing is checked: a null or a status other than {@link #OK} is for the caller.
 */
final class TfLite {
    /** {@code kTfLiteOk}. */
    static final int OK = 0;

    /** {@code TfLiteQuantization}: a type and a pointer to parameters. */
    private static final StructLayout QUANTISATION =
            MemoryLayout.structLayout(JAVA_INT, MemoryLayout.paddingLayout(4), ADDRESS);

    /** {@code kTfLiteAffineQuantization}. */
    private static final int AFFINE = 1;

    /** {@code TfLiteAffineQuantization}: scales, zero points and the axis along which they differ. */
    private static final StructLayout AFFINE_QUANTISATION =
            MemoryLayout.structLayout(ADDRESS, ADDRESS, JAVA_INT, MemoryLayout.paddingLayout(4));

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
    private static final MethodHandle OPTIONS_ENABLE_CANCELLATION =
            function("TfLiteInterpreterOptionsEnableCancellation", JAVA_INT, ADDRESS, JAVA_BOOLEAN);
    private static final MethodHandle OPTIONS_ADD_DELEGATE =
            procedure("TfLiteInterpreterOptionsAddDelegate", ADDRESS, ADDRESS);
    private static final MethodHandle OPTIONS_DELETE = procedure("TfLiteInterpreterOptionsDelete", ADDRESS);
    private static final MethodHandle XNNPACK_DEFAULTS =
            function("TfLiteXNNPackDelegateOptionsDefault", XNNPACK_OPTIONS);
    private static final MethodHandle XNNPACK_CREATE = function("TfLiteXNNPackDelegateCreate", ADDRESS, ADDRESS);
    private static final MethodHandle XNNPACK_DELETE = procedure("TfLiteXNNPackDelegateDelete", ADDRESS);
    private static final MethodHandle INTERPRETER_CREATE =
            function("TfLiteInterpreterCreate", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle INTERPRETER_RESIZE =
            function("TfLiteInterpreterResizeInputTensor", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle INTERPRETER_CANCEL = function("TfLiteInterpreterCancel", JAVA_INT, ADDRESS);
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
    private static final MethodHandle TENSOR_DECLARED_RANK =
            function("TfLiteOpaqueTensorGetNumDimsSignature", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle TENSOR_DECLARED_LENGTH =
            function("TfLiteOpaqueTensorGetDimSignature", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle TENSOR_QUANTISATION =
            function("TfLiteOpaqueTensorGetQuantization", QUANTISATION, ADDRESS);
    private static final MethodHandle TYPE_NAME = function("TfLiteTypeGetName", ADDRESS, JAVA_INT);

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
            int _ = (int) OPTIONS_ENABLE_CANCELLATION.invokeExact(options, true);
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

    static int resize(MemorySegment interpreter, int input, List<Integer> shape) {
        try (Arena arena = Arena.ofConfined()) {
            int[] lengths = shape.stream().mapToInt(Integer::intValue).toArray();
            MemorySegment array = arena.allocateFrom(JAVA_INT, lengths);
            return call(() -> (int) INTERPRETER_RESIZE.invokeExact(interpreter, input, array, lengths.length));
        }
    }

    /** May be called by another thread than the one that runs. */
    static int cancel(MemorySegment interpreter) {
        return call(() -> (int) INTERPRETER_CANCEL.invokeExact(interpreter));
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
        return text(call(() -> (MemorySegment) TENSOR_NAME.invokeExact(tensor)));
    }

    static String text(MemorySegment pointer) {
        return pointer.equals(MemorySegment.NULL)
                ? ""
                : pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** A {@code TfLiteType}. */
    static int type(MemorySegment tensor) {
        return call(() -> (int) TENSOR_TYPE.invokeExact(tensor));
    }

    /** Such as {@code COMPLEX64}. */
    static String typeName(int type) {
        return text(call(() -> (MemorySegment) TYPE_NAME.invokeExact(type)));
    }

    /** The shape as it is now. */
    static List<Integer> shape(MemorySegment tensor) {
        int rank = call(() -> (int) TENSOR_RANK.invokeExact(tensor));
        List<Integer> shape = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int axis = i;
            shape.add(call(() -> (int) TENSOR_LENGTH.invokeExact(tensor, axis)));
        }
        return shape;
    }

    /** The shape that the model declares, with -1 for what may change; empty also where it declares only the shape as it is. */
    static List<Integer> declaredShape(MemorySegment tensor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(JAVA_INT);
            int status = call(() -> (int) TENSOR_DECLARED_RANK.invokeExact(tensor, number));
            int rank = status == OK ? number.get(JAVA_INT, 0) : 0;
            List<Integer> shape = new ArrayList<>();
            for (int i = 0; i < rank; i++) {
                int axis = i;
                int _ = call(() -> (int) TENSOR_DECLARED_LENGTH.invokeExact(tensor, axis, number));
                shape.add(number.get(JAVA_INT, 0));
            }
            return shape;
        }
    }

    /**
     * Empty where the elements are the numbers themselves.
     *
     * @throws IllegalArgumentException if the model's numbers are no quantisation
     */
    static Optional<Quantisation> quantisation(MemorySegment tensor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct =
                    call(() -> (MemorySegment) TENSOR_QUANTISATION.invokeExact((SegmentAllocator) arena, tensor));
            MemorySegment parameters = struct.get(ADDRESS, 8);
            return struct.get(JAVA_INT, 0) == AFFINE && parameters.address() != 0
                    ? affine(parameters.reinterpret(AFFINE_QUANTISATION.byteSize()))
                    : Optional.empty();
        }
    }

    private static Optional<Quantisation> affine(MemorySegment parameters) {
        MemorySegment scales = array(parameters.get(ADDRESS, 0));
        MemorySegment zeroPoints = array(parameters.get(ADDRESS, 8));
        List<Double> scaleList = new ArrayList<>();
        for (int i = 1; i < scales.byteSize() / 4; i++) {
            scaleList.add((double) scales.getAtIndex(JAVA_FLOAT, i));
        }
        List<Integer> zeroPointList = new ArrayList<>();
        for (int i = 1; i < zeroPoints.byteSize() / 4; i++) {
            zeroPointList.add(zeroPoints.getAtIndex(JAVA_INT, i));
        }
        int axis = scaleList.size() > 1 ? parameters.get(JAVA_INT, 16) : 0;
        boolean none = scaleList.isEmpty() || (scaleList.size() == 1 && scaleList.getFirst() == 0);
        return none ? Optional.empty() : Optional.of(new Quantisation(scaleList, zeroPointList, axis));
    }

    /** A {@code TfLiteFloatArray} or {@code TfLiteIntArray}: how many, and then they, all of 4 bytes. */
    static MemorySegment array(MemorySegment pointer) {
        return pointer.address() == 0
                ? MemorySegment.NULL
                : pointer.reinterpret(4L + 4L * pointer.reinterpret(4).get(JAVA_INT, 0));
    }

    /** On the path of every run, hence written out: it must not allocate. */
    static long sizeBytes(MemorySegment tensor) {
        try {
            return (long) TENSOR_SIZE.invokeExact(tensor);
        } catch (Throwable e) {
            throw unexpected(e);
        }
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
    interface Downcall<T> {
        T call() throws Throwable;
    }

    @FunctionalInterface
    interface VoidDowncall {
        void call() throws Throwable;
    }

    static <T> T call(Downcall<T> downcall) {
        try {
            return downcall.call();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void run(VoidDowncall downcall) {
        try {
            downcall.call();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a native function was called in a way that Java refuses", e);
    }

    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return bind(name, FunctionDescriptor.of(result, arguments));
    }

    static MethodHandle procedure(String name, MemoryLayout... arguments) {
        return bind(name, FunctionDescriptor.ofVoid(arguments));
    }

    private static MethodHandle bind(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(NativeLibrary.symbols().findOrThrow(name), type);
    }
}
