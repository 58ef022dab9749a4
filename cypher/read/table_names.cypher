// The names of conditions that a source states.
//
// param   $source   STRING        id of the source
// returns id        STRING        the condition
// returns name      STRING
// returns sources   LIST<STRING>  all that state the name
// access  read
MATCH (condition:Condition)-[h:HAS_NAME {kind: 'SYNONYM'}]->(n:Name)
WHERE $source IN h.sourceIds
RETURN condition.id AS id, n.value AS name, h.sourceIds AS sources
ORDER BY id, name
