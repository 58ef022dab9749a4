// Older releases that are still marked as current.
//
// returns id  STRING
// access  read
MATCH (release:Release {isCurrent: true})
WITH release ORDER BY release.version DESC
SKIP 1
RETURN release.version AS id
