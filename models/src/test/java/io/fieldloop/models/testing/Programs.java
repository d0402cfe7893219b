package io.fieldloop.models.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the system that tests drive. */
public final class Programs {
    private Programs() {}

    /** Goes on if there is such a program; otherwise fails where nothing may be skipped, and skips the test elsewhere. */
    public static void require(String program) {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (found) {
            return;
        }
        String absent = "there is no %s; get it by: apt install %s".formatted(program, program);
        if (System.getenv("CI") != null) {
            Assertions.fail(absent);
        }
        System.err.println("SKIPPED: " + absent);
        Assumptions.abort(absent);
    }
}
