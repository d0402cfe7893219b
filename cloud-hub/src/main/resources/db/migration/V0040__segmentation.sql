-- Models may tell which class each pixel belongs to.
ALTER TABLE model
    DROP CONSTRAINT model_task_check,
    ADD CONSTRAINT model_task_check
        CHECK (task IN ('image-classification', 'object-detection', 'image-segmentation', 'sound-events'));
