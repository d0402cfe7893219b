-- What people say of a sample stands in the sample as well, so that a search needs no join. Labelling's tables keep it so.
ALTER TABLE sample
    ADD COLUMN label_state text NOT NULL DEFAULT 'open' CHECK (label_state IN ('open', 'labelled', 'skipped')),
    ADD COLUMN label_class text;

UPDATE sample SET label_state = task.state, label_class = task.class
FROM labelling_task AS task WHERE task.id = sample.id AND task.state <> 'open';

CREATE FUNCTION copy_label_to_sample() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE sample SET label_state = NEW.state, label_class = NEW.class WHERE id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER copy_label_to_sample AFTER UPDATE OF state, class ON labelling_task
    FOR EACH ROW WHEN ((OLD.state, OLD.class) IS DISTINCT FROM (NEW.state, NEW.class))
    EXECUTE FUNCTION copy_label_to_sample();

-- Each finds what is rare by one filter, newest first; what is common is found by walking back over the ids.
DROP INDEX sample_by_class;
CREATE INDEX sample_by_class ON sample (class, id);
CREATE INDEX sample_by_stream ON sample (stream, id);
CREATE INDEX sample_by_label ON sample (label_class, id) WHERE label_class IS NOT NULL;
CREATE INDEX sample_by_label_state ON sample (label_state, id) WHERE label_state <> 'open';
CREATE INDEX sample_by_confidence ON sample (confidence);
CREATE INDEX sample_by_rule ON sample USING gin (rules);

-- A class belongs to a model, a stream to its devices: without these the planner takes a rare combination for a common one.
CREATE STATISTICS sample_model_class (mcv) ON model, version, class FROM sample;
CREATE STATISTICS sample_device_stream (mcv) ON device_id, stream, model, version FROM sample;
