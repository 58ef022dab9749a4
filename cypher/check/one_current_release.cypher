// Releases beside the current one that say they are current.
//
// returns id  STRING
// access  read
MATCH (release:Release {isCurrent: true})
WITH release ORDER BY release.version DESC
SKIP 1
RETURN release.version AS id
