package io.fieldloop.lab.demo;

import java.util.List;

/** The guide by which clothes are labelled. */
final class Guide {
    static final String TEXT = """
            # Clothes on the line

            Label what the piece **is**, not how it lies: the camera may hang askew and be out of focus.

            - When you hesitate between *shirt* and *t-shirt*, look for a collar or buttons: with them it is a shirt.
            - A *pullover* has long sleeves and no opening in front; a *coat* opens in front.
            - A *sneaker* ends below the ankle, an *ankle boot* above it; a *sandal* shows gaps.
            - When you cannot tell, skip the image and say why.
            """;

    /** In the order of the data set's classes. */
    static final List<String> DESCRIPTIONS = List.of(
            "short sleeves or none, no collar, no buttons",
            "two legs",
            "long sleeves, closed in front",
            "one piece, narrow at the waist",
            "long sleeves, opens in front",
            "open shoe with gaps or a heel",
            "collar or buttons",
            "low closed shoe",
            "has a handle or a strap",
            "closed shoe above the ankle");

    private Guide() {}
}
