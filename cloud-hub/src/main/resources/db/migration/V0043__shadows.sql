-- What was told before knew of no shadows.
UPDATE device SET vitals = vitals || '{"shadows": []}' WHERE vitals IS NOT NULL;
