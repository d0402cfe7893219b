-- Models of readings, besides those of images and sound.
ALTER TABLE model
    DROP CONSTRAINT model_task_check,
    ADD CONSTRAINT model_task_check
        CHECK (task IN ('image-classification', 'object-detection', 'image-segmentation', 'sound-events',
                        'readings-classification'));
