-- When what tells a start was heard: it ages, because crystals drift. What is known already was heard before now.
ALTER TABLE device_boot ADD COLUMN heard_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE device_boot ALTER COLUMN heard_at DROP DEFAULT;
