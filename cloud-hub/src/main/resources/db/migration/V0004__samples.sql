-- Captured inputs. Ids grow with the time of arrival. The media is a blob.
CREATE TABLE sample (
    id          uuid PRIMARY KEY,
    device_id   text NOT NULL REFERENCES device,
    epoch       bigint NOT NULL,
    stream      text NOT NULL,
    sequence    bigint NOT NULL,
    captured_at timestamptz NOT NULL, -- by the device's clock
    received_at timestamptz NOT NULL DEFAULT now(),
    media_type  text NOT NULL,
    media       bytea NOT NULL,
    size_bytes  bigint NOT NULL,
    model       text NOT NULL,
    version     integer NOT NULL,
    prediction  jsonb NOT NULL,
    class       text, -- the first of the prediction, if it has any
    confidence  double precision NOT NULL,
    rules       text[] NOT NULL,
    value       double precision NOT NULL,
    UNIQUE (device_id, epoch, stream, sequence) -- names a sample for ever; makes storing it again do nothing
);

CREATE INDEX sample_by_device ON sample (device_id, id);
CREATE INDEX sample_by_model ON sample (model, version, id);
CREATE INDEX sample_by_class ON sample (model, class, id);
CREATE INDEX sample_by_media ON sample (media);

-- What people say of samples: id, state (open, labelled or skipped), class, by, at. Labelling replaces this empty one.
CREATE VIEW sample_label AS
    SELECT NULL::uuid AS id, NULL::text AS state, NULL::text AS class, NULL::text AS by, NULL::timestamptz AS at
    WHERE false;
