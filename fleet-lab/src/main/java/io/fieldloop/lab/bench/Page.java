package io.fieldloop.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page in Markdown with a place for each bench, between {@code <!-- bench NAME -->} and {@code <!-- end NAME -->}. */
record Page(Path file) {
    /**
     * Puts a report where an older one stood.
     *
     * @throws IOException if the page cannot be read or written, or has no place for it
     */
    void put(Report report) throws IOException {
        String page = Files.readString(file);
        String begin = "<!-- bench %s -->".formatted(report.bench());
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end %s -->".formatted(report.bench()));
        if (from < begin.length() || to < from) {
            throw new IOException("%s has no place for %s; give it the lines %s and <!-- end %s -->"
                    .formatted(file, report.bench(), begin, report.bench()));
        }
        String table = String.join("\n", report.markdown());
        Files.writeString(file, page.substring(0, from) + "\n" + table + "\n" + page.substring(to));
    }
}
