package io.fieldloop.models.pack;

/** What a model is for. */
public enum Task {
    /** Which class an image belongs to. */
    IMAGE_CLASSIFICATION,
    /** Which objects an image shows, and where. */
    OBJECT_DETECTION,
    /** Which class each pixel of an image belongs to. */
    IMAGE_SEGMENTATION,
    /** Which events, such as words, are heard in sound, and when. */
    SOUND_EVENTS,
    /** Which class a window of readings belongs to. */
    READINGS_CLASSIFICATION
}
