package io.fieldloop.hub.retention;

import java.util.List;

/**
 * Samples that go for one reason.
 *
 * @param reason why they go
 * @param meant those that would go
 * @param kept those of them that stay nevertheless
 */
record Part(Reason reason, Selection meant, List<Kept> kept) {
    /** Takes a copy of what is kept. */
    Part {
        kept = List.copyOf(kept);
    }

    /** Those that go. */
    Selection goes() {
        Selection goes = meant;
        for (Kept stay : kept) {
            goes = goes.butNot(stay.which);
        }
        return goes;
    }

    /** Why some samples stay, and which. */
    record Kept(Reason reason, Selection which) {
        static final Kept LABELLED = new Kept(Reason.LABELLED, Selection.ALL.and("label_state = 'labelled'"));
        static final Kept IN_SNAPSHOT = new Kept(
                Reason.SNAPSHOT,
                Selection.ALL.and("EXISTS (SELECT FROM kept_media WHERE kept_media.media = sample.media)"));
    }
}
