// Rows whose drugs may change once drugs are added are kept as they were read.
CREATE CONSTRAINT unsettled_id IF NOT EXISTS FOR (n:Unsettled) REQUIRE n.id IS UNIQUE;
