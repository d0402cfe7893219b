-- Between which moments a sample was captured whose time is not sure, as far as samples before and after it tell.
ALTER TABLE sample
    ADD COLUMN earliest_at timestamptz,
    ADD COLUMN latest_at   timestamptz;
