// Organisations by their weight among those that sponsor trials together: an approximation of PageRank by degree.
//
// An edge is a pair of sponsors, its weight the number of trials of both. `score` is a sponsor's share of all weight,
// to which PageRank on an undirected graph tends as its damping factor goes to 1 within each community. The form for
// Graph Data Science has the same columns with PageRank itself (damping 0.85): its scores and, to a degree, its order
// differ.
//
// param   $limit    INTEGER = 20  1..200
// returns sponsor   STRING
// returns slug      STRING
// returns partners  INTEGER  sponsors with which it shares a trial
// returns weight    INTEGER  trials shared, added up over its partners
// returns score     FLOAT    share of the whole, six decimals; all sponsors add up to 1
// access  read
MATCH (sponsor:Sponsor)<-[:SPONSORED_BY]-(trial:Trial)-[:SPONSORED_BY]->(other:Sponsor)
WHERE sponsor <> other
WITH sponsor, other, count(DISTINCT trial) AS shared
WITH sponsor, count(other) AS partners, sum(shared) AS weight
WITH collect({sponsor: sponsor, partners: partners, weight: weight}) AS rows, toFloat(sum(weight)) AS total
UNWIND rows AS row
RETURN row.sponsor.name AS sponsor, row.sponsor.slug AS slug, row.partners AS partners, row.weight AS weight,
  round(row.weight / total, 6) AS score
ORDER BY score DESC, slug
LIMIT $limit
