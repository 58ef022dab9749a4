// Things of a network by the number of things linked to them.
//
// param   $types  LIST<STRING>  kinds of things; all unless given
// param   $first  INTEGER       how many rows at most
// from    links   LIST          pairs of things that are linked
// from    nodes   LIST          things, by id
// from    near    LIST          for each thing the places of those linked to it
// binds   work    LIST          number of links, steps that the metric takes, steps allowed
// binds   top     LIST          things, best first, each [thing, score, facts for the sentence]
// access  read
WITH *, [size(links), 0, 0] AS work
CALL (*) {
  WITH CASE WHEN work[1] > work[2] THEN [] ELSE range(0, size(nodes) - 1) END AS every
  UNWIND every AS i
  WITH i, toFloat(size(near[i])) AS score
  WITH *, nodes[i] AS v
  WHERE $types IS NULL OR CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL'
    WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types
  WITH v, score, ['DEGREE', [size(near[i]), CASE WHEN nodes[near[i][0]]:Drug THEN 'DRUG' WHEN
    nodes[near[i][0]]:Condition THEN 'CONDITION' WHEN nodes[near[i][0]]:Trial THEN 'TRIAL' WHEN
    nodes[near[i][0]]:Sponsor THEN 'SPONSOR' WHEN nodes[near[i][0]]:Agency THEN 'AGENCY' ELSE 'APPROVAL' END], []] AS
    said
  ORDER BY score DESC, v.id
  LIMIT coalesce($first, 25)
  RETURN collect([v, score, said]) AS top
}
