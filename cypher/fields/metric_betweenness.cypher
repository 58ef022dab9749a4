// Things of a network by the part of shortest ways that lead through them.
//
// Brandes: from each node the number of shortest ways to all others by level, then back what each node carries. The
// steps are nodes times nodes and links, at most a million.
//
// param   $types  LIST<STRING>  kinds of things; all unless given
// param   $first  INTEGER       how many rows at most
// from    links   LIST          pairs of things that are linked
// from    nodes   LIST          things, by id
// from    near    LIST          for each thing the places of those linked to it
// binds   work    LIST          number of links, steps that the metric takes, steps allowed
// binds   top     LIST          things, best first, each [thing, score, facts for the sentence]
// access  read
WITH *, [size(links), size(nodes) * (size(nodes) + size(links)), 1000000] AS work
CALL (*) {
  WITH CASE WHEN work[1] > work[2] THEN [] ELSE range(0, size(nodes) - 1) END AS every
  UNWIND every AS s
  WITH every, s, reduce(state = [[i IN every | CASE i WHEN s THEN 0 END], [i IN every | CASE i WHEN s THEN 1.0 ELSE
    0.0 END], 0], level IN range(1, size(every)) | CASE WHEN state[2] < level - 1 THEN state ELSE head([ways IN [[i IN
    every | CASE WHEN state[0][i] IS NULL THEN reduce(sum = 0.0, j IN near[i] | CASE state[0][j] WHEN level - 1 THEN
    sum + state[1][j] ELSE sum END) ELSE state[1][i] END]] | head([far IN [[i IN every | CASE WHEN state[0][i] IS NULL
    AND ways[i] > 0 THEN level ELSE state[0][i] END]] | [far, ways, CASE WHEN far = state[0] THEN state[2] ELSE level
    END]])]) END) AS state
  WITH every, s, state[0] AS far, state[1] AS ways, state[2] AS deepest
  WITH every, s, reduce(carried = [i IN every | 0.0], back IN range(1, deepest - 1) | [i IN every | CASE far[i] WHEN
    deepest - back THEN ways[i] * reduce(sum = 0.0, j IN near[i] | CASE far[j] WHEN deepest - back + 1 THEN sum + (1 +
    carried[j]) / ways[j] ELSE sum END) ELSE carried[i] END]) AS carried
  UNWIND every AS i
  WITH i, sum(carried[i]) AS sum
  WITH i, CASE WHEN size(nodes) < 3 THEN 0.0 ELSE round(sum / ((size(nodes) - 1) * (size(nodes) - 2)), 6) END AS score
  WITH *, nodes[i] AS v
  WHERE $types IS NULL OR CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL'
    WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types
  WITH v, score, ['BETWEENNESS', [size(near[i]), CASE WHEN nodes[near[i][0]]:Drug THEN 'DRUG' WHEN
    nodes[near[i][0]]:Condition THEN 'CONDITION' WHEN nodes[near[i][0]]:Trial THEN 'TRIAL' WHEN
    nodes[near[i][0]]:Sponsor THEN 'SPONSOR' WHEN nodes[near[i][0]]:Agency THEN 'AGENCY' ELSE 'APPROVAL' END], []] AS
    said
  ORDER BY score DESC, v.id
  LIMIT coalesce($first, 25)
  RETURN collect([v, score, said]) AS top
}
