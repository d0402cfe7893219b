package io.fieldloop.models.runtime.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** What the library says is wrong, collected by thread. */
final class ErrorReports {
    private static final int MAX_LINE_BYTES = 512;
    private static final int MAX_CHARACTERS = 2_000;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final ThreadLocal<StringBuilder> REPORTED = ThreadLocal.withInitial(StringBuilder::new);

    /** {@code int vsnprintf(char*, size_t, const char*, va_list)}; a {@code va_list} argument is a pointer on all our platforms. */
    private static final MethodHandle FORMAT = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("vsnprintf"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));

    /** {@code void (*reporter)(void* user_data, const char* format, va_list args)}. */
    static final MemorySegment REPORTER = LINKER.upcallStub(
            own("report", MemorySegment.class, MemorySegment.class, MemorySegment.class),
            FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS),
            Arena.global());

    private ErrorReports() {}

    /** {@code void (*report_error)(const char*)}, by which an external delegate says why it cannot be made. */
    static final MemorySegment DELEGATE_REPORTER = LINKER.upcallStub(
            own("reportText", MemorySegment.class), FunctionDescriptor.ofVoid(ADDRESS), Arena.global());

    /** What was reported on this thread since it was last asked. */
    static String take() {
        StringBuilder reported = REPORTED.get();
        String text = reported.toString().strip();
        reported.setLength(0);
        return text.isEmpty() ? "no reason was given" : text;
    }

    /** Forgets what was reported on this thread, such as by what succeeded in spite of it. */
    static void clear() {
        REPORTED.get().setLength(0);
    }

    private static MethodHandle own(String name, Class<?>... arguments) {
        try {
            return MethodHandles.lookup()
                    .findStatic(ErrorReports.class, name, MethodType.methodType(void.class, arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the method stands below", e);
        }
    }

    @SuppressWarnings("UnusedMethod") // called by native code
    private static void reportText(MemorySegment text) {
        try {
            append(text.reinterpret(MAX_LINE_BYTES).getString(0));
        } catch (Throwable e) {
            // What leaves an upcall ends the process, and no message is worth that.
            append(e.toString());
        }
    }

    private static void append(String line) {
        StringBuilder reported = REPORTED.get();
        if (reported.length() < MAX_CHARACTERS) {
            reported.append(line.strip()).append(' ');
        }
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by native code, which decides its form
    private static void report(MemorySegment userData, MemorySegment format, MemorySegment arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment line = arena.allocate(MAX_LINE_BYTES);
            int length = (int) FORMAT.invokeExact(line, (long) MAX_LINE_BYTES, format, arguments);
            if (length > 0) {
                append(line.getString(0));
            }
        } catch (Throwable e) {
            // What leaves an upcall ends the process, and no message is worth that.
            append(e.toString());
        }
    }
}
