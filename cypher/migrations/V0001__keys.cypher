// Every node is found by its key, and natural keys are unique where they are present.
// Community Edition has uniqueness constraints only: required properties are checked when writing.
CREATE CONSTRAINT drug_id IF NOT EXISTS FOR (n:Drug) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT drug_slug IF NOT EXISTS FOR (n:Drug) REQUIRE n.slug IS UNIQUE;
CREATE CONSTRAINT drug_unii IF NOT EXISTS FOR (n:Drug) REQUIRE n.unii IS UNIQUE;
CREATE CONSTRAINT condition_id IF NOT EXISTS FOR (n:Condition) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT condition_slug IF NOT EXISTS FOR (n:Condition) REQUIRE n.slug IS UNIQUE;
CREATE CONSTRAINT trial_id IF NOT EXISTS FOR (n:Trial) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT trial_nct_id IF NOT EXISTS FOR (n:Trial) REQUIRE n.nctId IS UNIQUE;
CREATE CONSTRAINT sponsor_id IF NOT EXISTS FOR (n:Sponsor) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT sponsor_slug IF NOT EXISTS FOR (n:Sponsor) REQUIRE n.slug IS UNIQUE;
CREATE CONSTRAINT agency_id IF NOT EXISTS FOR (n:Agency) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT agency_code IF NOT EXISTS FOR (n:Agency) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT approval_id IF NOT EXISTS FOR (n:Approval) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT release_version IF NOT EXISTS FOR (n:Release) REQUIRE n.version IS UNIQUE;
CREATE CONSTRAINT name_value IF NOT EXISTS FOR (n:Name) REQUIRE n.value IS UNIQUE;
CREATE CONSTRAINT xref_id IF NOT EXISTS FOR (n:Xref) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT report_id IF NOT EXISTS FOR (n:Report) REQUIRE n.id IS UNIQUE;
