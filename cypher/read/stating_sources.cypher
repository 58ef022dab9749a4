// Sources that state approvals.
//
// param   $ids     LIST<STRING>  approvals
// returns id       STRING
// returns sources  LIST<STRING>
// access  read
UNWIND $ids AS id
MATCH (:Approval {id: id})-[:STATED_IN]->(source:Source)
WITH id, source.id AS source ORDER BY id, source
RETURN id, collect(DISTINCT source) AS sources
