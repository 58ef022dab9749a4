// Names, identifiers elsewhere and reports that nothing has.
//
// returns id  STRING
// access  read
MATCH (held:Name|Xref|Report)
WHERE NOT EXISTS { (held)<-[:HAS_NAME|HAS_XREF|DESCRIBED_BY]-() }
RETURN coalesce(held.id, held.value) AS id
LIMIT 20
