// Order and filter of trials by the date of the registry's data.
CREATE INDEX trial_data_date_id IF NOT EXISTS FOR (n:Trial) ON (n.dataDate, n.id);
