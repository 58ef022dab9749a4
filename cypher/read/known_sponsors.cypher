// Every organisation, so that a name met again is the same one and its best spelling is kept.
//
// returns rows  LIST  [id, name, class, country]
// access  read
MATCH (sponsor:Sponsor)
WITH sponsor ORDER BY sponsor.id
RETURN collect([sponsor.id, sponsor.name, sponsor.class, sponsor.country]) AS rows
