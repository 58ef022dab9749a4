// What was loaded of each source.
//
// returns id           STRING
// returns release      STRING
// returns edition      STRING
// returns contentHash  STRING
// returns rows         INTEGER
// access  read
MATCH (source:Source)
RETURN source.id AS id, source.release AS release, source.edition AS edition, source.contentHash AS contentHash,
  source.rows AS rows
ORDER BY id
