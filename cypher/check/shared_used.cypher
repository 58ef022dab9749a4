// Names, identifiers and reports to which no record links.
//
// returns id  STRING
// access  read
MATCH (held:Name|Xref|Report)
WHERE NOT EXISTS { (held)<-[:HAS_NAME|HAS_XREF|DESCRIBED_BY]-() }
RETURN coalesce(held.id, held.value) AS id
LIMIT 20
