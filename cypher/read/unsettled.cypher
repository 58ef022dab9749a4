// Rows of loads before this one that may name other drugs now. Of a row that changed or is gone, `current` is false.
//
// param   $after    STRING   the last id of the range before, at first empty
// param   $size     INTEGER
// param   $release  STRING   instant of this load
// returns id        STRING
// returns source    STRING
// returns key       STRING
// returns rowHash   STRING
// returns matches   LIST<STRING>
// returns record    STRING   what names drugs in it, JSON
// returns current   BOOLEAN
// access  read
MATCH (row:Unsettled)
WHERE row.id > $after AND row.validFrom < $release
WITH row ORDER BY row.id LIMIT $size
OPTIONAL MATCH (held:Approval|Trial {id: row.key})
RETURN row.id AS id, row.source AS source, row.key AS key, row.rowHash AS rowHash, row.matches AS matches, row.record AS record, EXISTS {
  MATCH (held)-[s:STATED_IN {rowKey: row.rowKey, rowHash: row.rowHash}]->(source) WHERE source.id = row.source
} AS current
ORDER BY id
