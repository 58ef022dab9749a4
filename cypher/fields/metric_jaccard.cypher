// Things of a network by how much of their neighbourhood the most similar other thing shares.
//
// The steps are ways from a node over a neighbour to another node, at most a million.
//
// param   $types  LIST<STRING>  kinds of things; all unless given
// param   $first  INTEGER       how many rows at most
// from    links   LIST          pairs of things that are linked
// from    nodes   LIST          things, by id
// from    near    LIST          for each thing the places of those linked to it
// binds   work    LIST          number of links, steps that the metric takes, steps allowed
// binds   top     LIST          things, best first, each [thing, score, facts for the sentence]
// access  read
WITH *, [size(links), reduce(walks = 0, own IN near | walks + size(own) * size(own)), 1000000] AS work
CALL (*) {
  WITH CASE WHEN work[1] > work[2] THEN [] ELSE range(0, size(nodes) - 1) END AS every
  UNWIND every AS i
  UNWIND near[i] AS between
  UNWIND near[between] AS j
  WITH i, j
  WHERE i <> j
  WITH i, j, count(*) AS shared
  WITH i, max([toFloat(shared) / (size(near[i]) + size(near[j]) - shared), shared, -j]) AS best
  WITH i, round(best[0], 6) AS score, best
  WITH *, nodes[i] AS v
  WHERE $types IS NULL OR CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL'
    WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types
  WITH v, score, ['JACCARD', [size(near[i]), CASE WHEN nodes[near[i][0]]:Drug THEN 'DRUG' WHEN
    nodes[near[i][0]]:Condition THEN 'CONDITION' WHEN nodes[near[i][0]]:Trial THEN 'TRIAL' WHEN
    nodes[near[i][0]]:Sponsor THEN 'SPONSOR' WHEN nodes[near[i][0]]:Agency THEN 'AGENCY' ELSE 'APPROVAL' END],
    [best[1], coalesce(nodes[-best[2]].genericName, nodes[-best[2]].name, nodes[-best[2]].nctId,
    nodes[-best[2]].productName, nodes[-best[2]].number, nodes[-best[2]].id)]] AS said
  ORDER BY score DESC, v.id
  LIMIT coalesce($first, 25)
  RETURN collect([v, score, said]) AS top
}
