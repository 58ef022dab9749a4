// Rows of earlier loads that may match other drugs now.
//
// param   $after    STRING   the last id of the range before, at first empty
// param   $size     INTEGER
// param   $release  STRING   instant of this load
// returns rows      LIST     [id, source, key, hash of the row, matches, fields that name drugs (JSON), if unchanged]
// access  read
MATCH (row:Unsettled)
WHERE row.id > $after AND row.validFrom < $release
WITH row ORDER BY row.id LIMIT $size
OPTIONAL MATCH (held:Approval|Trial {id: row.key})
WITH row, EXISTS {
  MATCH (held)-[s:STATED_IN {rowKey: row.rowKey, rowHash: row.rowHash}]->(source) WHERE source.id = row.source
} AS current
ORDER BY row.id
RETURN collect([row.id, row.source, row.key, row.rowHash, row.matches, row.record, current]) AS rows
