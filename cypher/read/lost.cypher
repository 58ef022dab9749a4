// Shared facts of drugs and conditions that rows state no longer, by source, with those that its rows state now.
//
// param   $size    INTEGER       drugs and conditions, each with one source
// returns ids      LIST<STRING>  of the nodes that note it
// returns source   STRING
// returns start    STRING        drug or condition
// returns lost     LIST<STRING>  as `seed.merge.shared_fact` writes it
// returns stated   LIST<STRING>  the same of all rows behind it; of other drugs too
// returns held     LIST          [type, kind, key of the end, sources] of each link that has the source
// access  read
MATCH (row:Lost)
WITH row.source AS sourceId, split(row.entry, ' ')[1] AS start, collect(row.id) AS ids, collect(row.entry) AS lost
ORDER BY start, sourceId LIMIT $size
OPTIONAL MATCH (drug:Drug {id: start})
OPTIONAL MATCH (condition:Condition {id: start})
WITH sourceId, start, ids, lost, coalesce(drug, condition) AS n
RETURN ids, sourceId AS source, start, lost,
  COLLECT {
    MATCH (n)-[s:STATED_IN]->(:Source {id: sourceId}) UNWIND s.alsoStates AS entry RETURN entry
    UNION
    MATCH (n)<-[:FOR_DRUG]-(:Approval)-[s:STATED_IN]->(:Source {id: sourceId})
    UNWIND s.alsoStates AS entry
    RETURN entry
  } AS stated,
  COLLECT {
    MATCH (n)-[r:HAS_NAME|HAS_XREF|INDICATED_FOR|ASSOCIATED_WITH|BROADER]->(end)
    WHERE sourceId IN r.sourceIds
    RETURN [type(r), r.kind, coalesce(end.id, end.value), r.sourceIds]
  } AS held
