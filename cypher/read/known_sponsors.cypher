// Organisations, to match a name to the same one again and to keep its best spelling.
//
// param   $keys  LIST<STRING>  sponsor:ipsen-pharma
// returns rows   LIST          [id, name, class, country]
// access  read
UNWIND $keys AS key
MATCH (sponsor:Sponsor {id: key})
WITH sponsor ORDER BY sponsor.id
RETURN collect([sponsor.id, sponsor.name, sponsor.class, sponsor.country]) AS rows
