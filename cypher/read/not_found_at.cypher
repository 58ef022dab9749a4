// Drugs without a record at an agency, with what decides whether its list says anything of them.
//
// param   $agency  STRING        e.g. agency:EMA
// param   $never   LIST<STRING>  statuses of what was never authorised
// returns id       STRING
// returns name     STRING
// returns first    STRING        date of the first approval anywhere that was granted
// returns codes    LIST<STRING>  ATC codes of its products
// returns source   STRING        list that its coverage comes from so far
// returns rule     STRING        rule of its coverage so far
// returns message  STRING        sentence of its coverage so far
// access  read
MATCH (agency:Agency {id: $agency})
MATCH (drug:Drug)
OPTIONAL MATCH (drug)-[c:COVERED_BY]->(agency)
WITH drug, c
WHERE coalesce(c.state, '') <> 'FOUND' AND coalesce(c.rule, '') <> 'STATED_IN_WORDS'
CALL (drug) {
  OPTIONAL MATCH (drug)<-[:FOR_DRUG]-(approval:Approval)
  WHERE NOT approval.status IN $never
  UNWIND CASE WHEN size(coalesce(approval.atcCodes, [])) = 0 THEN [null] ELSE approval.atcCodes END AS code
  RETURN min(approval.date) AS first, collect(DISTINCT code) AS codes
}
RETURN drug.id AS id, drug.genericName AS name, first, codes, c.sourceId AS source, c.rule AS rule,
  c.message AS message
ORDER BY id
