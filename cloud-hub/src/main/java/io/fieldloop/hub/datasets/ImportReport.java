package io.fieldloop.hub.datasets;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * What became of an import.
 *
 * @param imported images that are new in the dataset
 * @param duplicates images that were there already, with the same class
 * @param refused files that were not taken, the first {@value ZipImport#SHOWN_REFUSALS} of them
 * @param refusedCount how many files were not taken in all
 */
@Serdeable
public record ImportReport(int imported, int duplicates, List<RefusedFile> refused, int refusedCount) {
    /** Takes a copy of the refusals. */
    public ImportReport {
        refused = List.copyOf(refused);
    }

    /** A file that was not taken, by its name in the archive, and why. */
    @Serdeable
    public record RefusedFile(String file, String reason) {}
}
