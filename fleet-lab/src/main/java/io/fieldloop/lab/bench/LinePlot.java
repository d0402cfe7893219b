package io.fieldloop.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Curves over their index, from zero upwards, as a picture that any browser shows. */
final class LinePlot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 64;
    private static final int RIGHT = 150;
    private static final int TOP = 40;
    private static final int BOTTOM = 48;
    private static final int TICKS = 5;
    private static final int MOST_POINTS = 500;

    /** Told apart also without colours by the width of the line. */
    private static final List<String> COLOURS = List.of("#0b5fa5", "#b3541e", "#3a7d34");

    private record Curve(String name, List<Double> values) {
        Curve {
            values = List.copyOf(values);
        }
    }

    private final String title;
    private final String across;
    private final String upwards;
    private final List<Curve> curves = new ArrayList<>();

    LinePlot(String title, String across, String upwards) {
        this.title = title;
        this.across = across;
        this.upwards = upwards;
    }

    /** With another curve, whose first value is that of 1. */
    LinePlot with(String name, List<Double> values) {
        curves.add(new Curve(name, values));
        return this;
    }

    /** The picture. */
    String svg() {
        double highest = niceAbove(curves.stream()
                .flatMap(curve -> curve.values().stream())
                .max(Double::compare)
                .orElse(1.0));
        int longest =
                curves.stream().mapToInt(curve -> curve.values().size()).max().orElse(1);
        var svg = new StringBuilder(format(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12' role='img'>%n"
                        + "<title>%s</title>%n<rect width='100%%' height='100%%' fill='white'/>%n"
                        + "<text x='%d' y='22' font-size='15'>%s</text>%n",
                WIDTH, HEIGHT, title, LEFT, title));
        for (int tick = 0; tick <= TICKS; tick++) {
            tick(svg, tick, highest, longest);
        }
        svg.append(format("<text x='%d' y='%d'>%s</text>%n", x(0.5), HEIGHT - 10, across));
        svg.append(format("<text x='12' y='%d'>%s</text>%n", TOP - 8, upwards));
        for (int i = 0; i < curves.size(); i++) {
            curve(svg, i, highest, longest);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void tick(StringBuilder svg, int tick, double highest, int longest) {
        double share = (double) tick / TICKS;
        svg.append(format("<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='#ddd'/>%n", x(0), y(share), x(1), y(share)));
        svg.append(
                format("<text x='%d' y='%d' text-anchor='end'>%.0f</text>%n", LEFT - 8, y(share) + 4, share * highest));
        svg.append(format(
                "<text x='%d' y='%d' text-anchor='middle'>%.0f</text>%n",
                x(share), HEIGHT - BOTTOM + 18, share * longest));
    }

    private void curve(StringBuilder svg, int index, double highest, int longest) {
        List<Double> values = curves.get(index).values();
        String colour = COLOURS.get(index % COLOURS.size());
        svg.append(format("<polyline fill='none' stroke='%s' stroke-width='%.1f' points='", colour, 1.5 + index));
        int step = Math.max(1, values.size() / MOST_POINTS);
        for (int i = 0; i < values.size(); i += step) {
            svg.append(format("%d,%d ", x((i + 1.0) / longest), y(values.get(i) / highest)));
        }
        svg.append(format(
                "'/>%n<text x='%d' y='%d' fill='%s'>%s</text>%n",
                WIDTH - RIGHT + 8,
                y(values.getLast() / highest) + 4,
                colour,
                curves.get(index).name()));
    }

    private static int x(double share) {
        return (int) Math.round(LEFT + share * (WIDTH - LEFT - RIGHT));
    }

    private static int y(double share) {
        return (int) Math.round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM));
    }

    /** The next number above that {@link #TICKS} divides into round ones. */
    private static double niceAbove(double value) {
        double step = Math.pow(10, Math.ceil(Math.log10(Math.max(value, 1e-9) / TICKS)));
        for (double share : new double[] {0.1, 0.2, 0.25, 0.5}) {
            if (step * share * TICKS >= value) {
                return step * share * TICKS;
            }
        }
        return step * TICKS;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
