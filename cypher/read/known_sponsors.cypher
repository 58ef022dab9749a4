// Every organisation, so that a name met again is the same one and its best spelling is kept.
//
// returns id       STRING
// returns name     STRING
// returns class    STRING
// returns country  STRING
// access  read
MATCH (sponsor:Sponsor)
RETURN sponsor.id AS id, sponsor.name AS name, sponsor.class AS class, sponsor.country AS country
ORDER BY id
