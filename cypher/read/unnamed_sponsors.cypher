// Organisations that no record and no group names any longer.
//
// param   $ids  LIST<STRING>  organisations looked at
// returns id    STRING
// access  read
UNWIND $ids AS sponsorId
MATCH (sponsor:Sponsor {id: sponsorId})
WHERE NOT EXISTS { (sponsor)<-[:SPONSORED_BY|HELD_BY|MANUFACTURED_BY|SUBSIDIARY_OF]-() }
RETURN sponsor.id AS id
