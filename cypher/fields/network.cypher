// A network as numbers: its nodes by id, and for each node the places of those linked to it.
//
// More than max_links links are counted, not numbered.
//
// clause  $projection  MATCH (a:Drug)<-[:TESTS]-()-[:STUDIES]->(b:Condition) RETURN a, b
// binds   links  LIST  pairs of things that are linked
// binds   nodes  LIST  things, by id
// binds   near   LIST  for each thing the places of those linked to it
// const   max_links  25000  links of a network, at most
// access  read
CALL () {
  CALL () {
    $projection
  }
  WITH a, b
  LIMIT 25000 + 1
  RETURN collect([a, b]) AS links
}
CALL (links) {
  WITH CASE WHEN size(links) > 25000 THEN [] ELSE links END AS kept
  UNWIND kept AS link
  UNWIND [link, [link[1], link[0]]] AS ends
  WITH ends[0] AS one, collect(ends[1]) AS others
  ORDER BY one.id
  WITH collect(others) AS rows
  UNWIND range(0, size(rows) - 1) AS place
  UNWIND rows[place] AS node
  WITH node, collect(place) AS places
  ORDER BY node.id
  RETURN collect(node) AS nodes, collect(places) AS near
}
