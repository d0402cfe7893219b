-- Long work on models. The table is the queue.

CREATE TABLE run (
    id             uuid PRIMARY KEY,
    kind           text NOT NULL CHECK (kind IN ('head-retraining', 'evaluation')),
    model          text NOT NULL,
    version        integer NOT NULL,
    snapshot       bytea NOT NULL REFERENCES snapshot,
    seed           bigint NOT NULL,
    state          text NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    progress       double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    step           text,
    attempts       integer NOT NULL DEFAULT 0,
    cancel_asked   boolean NOT NULL DEFAULT false,
    result_version integer,
    failure        text CHECK ((failure IS NOT NULL) = (state = 'failed')),
    created_at     timestamptz NOT NULL,
    started_at     timestamptz,
    ended_at       timestamptz CHECK ((ended_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled'))),
    FOREIGN KEY (model, version) REFERENCES model_version
);

CREATE INDEX run_unfinished ON run (created_at, id) WHERE ended_at IS NULL;
