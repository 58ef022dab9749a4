// Members of groups of companies, as one source states them.
//
// param   $source  STRING  id of the source
// returns member   STRING  organisation
// returns group    STRING  organisation above it
// access  read
MATCH (member:Sponsor)-[r:SUBSIDIARY_OF]->(group:Sponsor)
WHERE $source IN r.sourceIds
RETURN member.id AS member, group.id AS group
ORDER BY member, group
