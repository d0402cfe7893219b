package io.fieldloop.hub.preview;

import io.fieldloop.protocol.Bytes;

/**
 * A medium in small.
 *
 * @param outline what is in it
 * @param picture of it, to be shown in a list
 * @param pictureType the media type of the picture
 */
public record Preview(Outline outline, Bytes picture, String pictureType) {
    /** One whose picture is a drawing. */
    static Preview drawn(Outline outline, Drawing picture) {
        return new Preview(outline, picture.svg(), "image/svg+xml");
    }

    /** One that says why nothing can be shown. */
    static Preview unreadable(String reason) {
        return drawn(new Outline.Unreadable(reason), new Drawing().paragraph("Cannot be shown: " + reason));
    }
}
