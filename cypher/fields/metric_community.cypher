// Communities of a network, each by its best linked member, largest first.
//
// Each node takes the lowest place among its neighbours, then that of the node so found. 64 rounds are allowed: each
// goes on by one link at least. The steps are the nodes that are not settled then; none may be left.
//
// param   $types  LIST<STRING>  kinds of things; all unless given
// param   $first  INTEGER       how many rows at most
// from    links   LIST          pairs of things that are linked
// from    nodes   LIST          things, by id
// from    near    LIST          for each thing the places of those linked to it
// binds   all     LIST          places of all things
// binds   lowest  LIST          for each thing the lowest place within its reach
// binds   work    LIST          number of links, steps that the metric takes, steps allowed
// binds   top     LIST          things, best first, each [thing, score, facts for the sentence]
// access  read
WITH *, range(0, size(nodes) - 1) AS all
WITH *, reduce(state = [all, []], round IN range(1, 64) | CASE WHEN state[0] = state[1] THEN state ELSE head([low IN
  [[i IN all | reduce(least = state[0][i], j IN near[i] | CASE WHEN state[0][j] < least THEN state[0][j] ELSE least
  END)]] | [[i IN all | low[low[i]]], state[0]]]) END)[0] AS lowest
WITH *, [size(links), size([i IN all WHERE any(j IN near[i] WHERE lowest[j] <> lowest[i])]), 0] AS work
CALL (*) {
  WITH CASE WHEN work[1] > work[2] THEN [] ELSE range(0, size(nodes) - 1) END AS every
  UNWIND every AS i
  WITH i, lowest[i] AS community
  ORDER BY size(near[i]) DESC, i
  WITH community, collect(i) AS members
  WITH size(members) AS score, members, head([i IN members WHERE $types IS NULL OR CASE WHEN nodes[i]:Drug THEN 'DRUG'
    WHEN nodes[i]:Condition THEN 'CONDITION' WHEN nodes[i]:Trial THEN 'TRIAL' WHEN nodes[i]:Sponsor THEN 'SPONSOR'
    WHEN nodes[i]:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types]) AS i
  WHERE i IS NOT NULL
  WITH i, toFloat(score) AS score, members
  WITH *, nodes[i] AS v
  WHERE $types IS NULL OR CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL'
    WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types
  WITH v, score, ['COMMUNITY', [size(near[i]), CASE WHEN nodes[near[i][0]]:Drug THEN 'DRUG' WHEN
    nodes[near[i][0]]:Condition THEN 'CONDITION' WHEN nodes[near[i][0]]:Trial THEN 'TRIAL' WHEN
    nodes[near[i][0]]:Sponsor THEN 'SPONSOR' WHEN nodes[near[i][0]]:Agency THEN 'AGENCY' ELSE 'APPROVAL' END], [m IN
    [m IN members WHERE m <> i][..3] | coalesce(nodes[m].genericName, nodes[m].name, nodes[m].nctId,
    nodes[m].productName, nodes[m].number, nodes[m].id)]] AS said
  ORDER BY score DESC, v.id
  LIMIT coalesce($first, 25)
  RETURN collect([v, score, said]) AS top
}
