// What the rows of a source state of a drug or a condition beside their records, and the links that have this source.
//
// param   $rows    LIST  {start, source}
// returns start    STRING
// returns source   STRING
// returns stated   LIST<STRING>  as `seed.also` writes it; of other drugs too
// returns held     LIST          [type, kind, key of the end, sources]
// access  read
UNWIND $rows AS row
CALL (row) {
  MATCH (n:Drug {id: row.start}) RETURN n
  UNION
  MATCH (n:Condition {id: row.start}) RETURN n
}
RETURN row.start AS start, row.source AS source,
  COLLECT {
    MATCH (n)-[s:STATED_IN]->(:Source {id: row.source}) UNWIND s.alsoStates AS entry RETURN entry
    UNION
    MATCH (n)<-[:FOR_DRUG]-(:Approval)-[s:STATED_IN]->(:Source {id: row.source})
    UNWIND s.alsoStates AS entry
    RETURN entry
  } AS stated,
  COLLECT {
    MATCH (n)-[r:HAS_NAME|HAS_XREF|INDICATED_FOR|ASSOCIATED_WITH|BROADER]->(end)
    WHERE row.source IN r.sourceIds
    RETURN [type(r), r.kind, coalesce(end.id, end.value), r.sourceIds]
  } AS held
