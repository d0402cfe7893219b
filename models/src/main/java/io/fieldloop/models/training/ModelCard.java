package io.fieldloop.models.training;

import java.util.Locale;

/** What a person must know of a trained model before using it, as Markdown. Every figure is of the model at hand. */
record ModelCard(BaseModelFiles files) {

    private static final String LIMITS = """
            ## What it is for, and what not

            For demonstrating and testing the loop from a device and back. It has seen only catalogue photographs, centred, upright and on
            black; pictures that are turned, noisy or of anything else get a confident answer that means nothing. It is no basis for a
            decision about people.

            The same seed on the same kind of processor makes the same file; another processor rounds differently and may end a few
            hundredths of a percent away.
            """;

    String text() {
        return String.join("\n", introduction(), facts(), accuracy(), LIMITS);
    }

    private String introduction() {
        return """
                # %s

                Tells ten kinds of clothes apart on grey pictures of 28 by 28 pixels. It is the base model from which the demonstration
                starts: the head is trained anew on what devices send back, the backbone's features stay.
                """.formatted(files.network().name());
    }

    private String facts() {
        int size = files.network().imageSize();
        return """
                | | |
                |---|---|
                """
                + row("input", tensor(Network.INPUT, "1, " + size + ", " + size) + ", 0 for black to 1 for white")
                + row("output", tensor(Network.LOGITS, files.network().classes()) + ", unscaled class scores")
                + row("output", tensor(Network.FEATURES, files.network().features()) + ", what the head reads")
                + row("classes", String.join(", ", files.labels()))
                + row("size", grouped(files.model().getSerializedSize()) + " bytes")
                + row("parameters", grouped(files.parameters()))
                + row("operator set", "ONNX " + files.model().getOpsetImport(0).getVersion())
                + row("SHA-256", "`" + files.sha256() + "`")
                + row("learnt from", "the training images of the asset `fashion-mnist`, mirrored at random")
                + row("made by", command())
                + row("licence", "Apache-2.0, as this project; the images are under the MIT licence");
    }

    private static String tensor(String name, Object shape) {
        return "`" + name + "`, float32 `[N, " + shape + "]`";
    }

    private String command() {
        TrainingPlan plan = files.plan();
        return "`./fieldloop train-base --seed " + plan.seed() + " --epochs " + plan.epochs() + "`";
    }

    private String accuracy() {
        Score score = files.score();
        var text = new StringBuilder("## Accuracy\n\n")
                .append(percent(score.accuracy()))
                .append(" of the ")
                .append(grouped(score.images()))
                .append(
                        " test images, none of which was learnt from, measured by ONNX Runtime on `model.onnx` itself.\n\n")
                .append("| class | seen right |\n|---|---|\n");
        for (int label = 0; label < files.labels().size(); label++) {
            text.append(row(files.labels().get(label), percent(score.accuracy(label))));
        }
        return text.toString();
    }

    private static String row(String what, String value) {
        return "| " + what + " | " + value + " |\n";
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
