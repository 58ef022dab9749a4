// Links of a record's own that no statement of the record speaks of.
//
// returns id  STRING
// access  read
MATCH (record:Approval|Trial|Drug)
CALL (record) {
  MATCH (record)-[own:FOR_DRUG|TESTS|STUDIES|SPONSORED_BY|HELD_BY|GRANTED_BY|DESCRIBED_BY]->()
  WITH DISTINCT CASE type(own)
    WHEN 'STUDIES' THEN 'conditions'
    WHEN 'SPONSORED_BY' THEN 'sponsors'
    WHEN 'HELD_BY' THEN 'holder'
    WHEN 'GRANTED_BY' THEN 'agency'
    WHEN 'DESCRIBED_BY' THEN 'reports'
    ELSE 'drugs'
  END AS field
  WHERE NOT EXISTS { (record)-[s:STATED_IN]->(:Source) WHERE field IN s.fields }
  RETURN field
}
RETURN record.id + ' ' + field AS id
LIMIT 20
