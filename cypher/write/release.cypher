// Write a new release and make it the current one.
//
// param   $release  MAP  properties of the Release
// access  write
MERGE (release:Release {version: $release.version})
SET release += $release
WITH release
MATCH (before:Release {isCurrent: true})
WHERE before <> release
SET before.isCurrent = false
