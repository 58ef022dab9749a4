// Mark drugs that the agency's whole list lacks as NONE_FOUND there.
//
// param   $agency   STRING  e.g. agency:EMA
// param   $source   STRING  the list
// param   $release  STRING  instant of this load
// access  write
MATCH (agency:Agency {id: $agency})
MATCH (drug:Drug)
WHERE NOT EXISTS { (drug)-[:COVERED_BY]->(agency) }
CREATE (drug)-[:COVERED_BY {
  state: 'NONE_FOUND', recordCount: 0, sourceId: $source, rule: 'NOT_IN_THE_WHOLE_LIST', validFrom: $release
}]->(agency)
