-- What people say that samples show.

CREATE TABLE labelling_guide (
    model      text NOT NULL REFERENCES model,
    version    integer NOT NULL CHECK (version >= 1),
    markdown   text NOT NULL,
    classes    jsonb NOT NULL,
    written_by text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (model, version)
);

-- One task a sample, with the id of the sample.
CREATE TABLE labelling_task (
    id            uuid PRIMARY KEY REFERENCES sample,
    model         text NOT NULL REFERENCES model,
    value         double precision NOT NULL,
    state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'labelled', 'skipped')),
    claimed_by    text,
    claimed_until timestamptz,
    class         text CHECK ((class IS NOT NULL) = (state = 'labelled')),
    skip_reason   text CHECK ((skip_reason IS NOT NULL) = (state = 'skipped')),
    settled_by    text CHECK ((settled_by IS NULL) = (state = 'open')),
    settled_at    timestamptz CHECK ((settled_at IS NULL) = (state = 'open')),
    guide_version integer,
    CHECK ((claimed_by IS NULL) = (claimed_until IS NULL))
);

-- The next task is the first open one of this index that nobody has: its cost does not grow with the table.
CREATE INDEX labelling_task_open ON labelling_task (model, value DESC, id) WHERE state = 'open';
CREATE INDEX labelling_task_labelled ON labelling_task (model) WHERE state = 'labelled';
CREATE INDEX labelling_task_state ON labelling_task (model, state);

CREATE TABLE labelling_change (
    task          uuid NOT NULL REFERENCES labelling_task,
    number        bigint GENERATED ALWAYS AS IDENTITY,
    action        text NOT NULL CHECK (action IN ('labelled', 'skipped', 'undone')),
    class         text,
    reason        text,
    guide_version integer,
    by            text NOT NULL,
    at            timestamptz NOT NULL,
    PRIMARY KEY (task, number)
);

-- A sample of a classification model and its task come together: one statement for all samples of an insertion, in the
-- same transaction, whoever inserts.
CREATE FUNCTION open_labelling_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO labelling_task (id, model, value)
    SELECT fresh.id, fresh.model, fresh.value
    FROM fresh JOIN model ON model.name = fresh.model
    WHERE model.task = 'image-classification'
    ON CONFLICT (id) DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER open_labelling_tasks AFTER INSERT ON sample
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION open_labelling_tasks();

-- Samples may be there before their model's brief says what it is for.
CREATE FUNCTION open_earlier_labelling_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO labelling_task (id, model, value)
    SELECT sample.id, sample.model, sample.value
    FROM sample WHERE sample.model = NEW.name AND NEW.task = 'image-classification'
    ON CONFLICT (id) DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER open_earlier_labelling_tasks AFTER INSERT OR UPDATE OF task ON model
    FOR EACH ROW EXECUTE FUNCTION open_earlier_labelling_tasks();

-- What the rest of the hub knows of labelling.
CREATE OR REPLACE VIEW sample_label AS
    SELECT id, state, class, settled_by AS by, settled_at AS at FROM labelling_task;
