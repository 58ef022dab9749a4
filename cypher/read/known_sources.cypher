// The loaded edition of each source.
//
// returns id           STRING
// returns release      STRING
// returns edition      STRING
// returns contentHash  STRING
// returns agency       STRING   code of the agency whose list it is
// returns isComplete   BOOLEAN  what was loaded was the whole list
// returns rows         INTEGER
// returns records      INTEGER
// returns skipped      INTEGER
// returns refused      INTEGER
// access  read
MATCH (source:Source)
RETURN source.id AS id, source.release AS release, source.edition AS edition, source.contentHash AS contentHash,
  source.agencyCode AS agency, source.isComplete AS isComplete, source.rows AS rows, source.records AS records, source.skipped AS skipped, source.refused AS refused
ORDER BY id
