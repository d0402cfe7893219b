-- Models may hear.
ALTER TABLE model
    DROP CONSTRAINT model_task_check,
    ADD CONSTRAINT model_task_check CHECK (task IN ('image-classification', 'object-detection', 'sound-events'));
