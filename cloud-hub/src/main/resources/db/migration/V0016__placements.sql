-- By which the hub verifies what a device signs; null for devices that enrolled before it was kept.
ALTER TABLE device_certificate ADD COLUMN public_key bytea;

-- Finds devices by the standing of what they serve.
CREATE INDEX device_by_serving ON device USING gin (serving jsonb_path_ops);
