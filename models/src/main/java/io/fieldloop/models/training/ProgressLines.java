package io.fieldloop.models.training;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Prints a line for each report of a training, with the time that is left if it goes on as it went until now. */
final class ProgressLines implements TrainingListener {

    private final PrintWriter out;
    private final InstantSource clock;
    private final Instant start;

    ProgressLines(PrintWriter out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    @Override
    public void reached(Position position, float loss) {
        Duration spent = Duration.between(start, clock.instant());
        double share = position.share();
        var left = Duration.ofMillis((long) (spent.toMillis() * (1 - share) / share));
        out.printf(
                "epoch %d/%d  step %d/%d  loss %.4f  %d:%02d left%n",
                position.epoch(),
                position.epochs(),
                position.step(),
                position.stepsPerEpoch(),
                loss,
                left.toMinutes(),
                left.toSecondsPart());
        out.flush();
    }
}
