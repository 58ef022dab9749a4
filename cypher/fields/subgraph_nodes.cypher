// The things of a picture: the root, then by distance and id; of a network in the order of its edges.
//
// from    kept    LIST     things
// from    drawn   LIST     edges
// binds   n       NODE     a thing
// binds   place   INTEGER  its place
// binds   degree  INTEGER  other things of the picture that it is linked to
// access  read
CALL (kept, drawn) {
  UNWIND range(0, size(kept) - 1) AS at
  RETURN kept[at] AS node, at, null AS other
  UNION ALL
  UNWIND drawn AS edge
  UNWIND [[edge.from, edge.to], [edge.to, edge.from]] AS ends
  RETURN ends[0] AS node, null AS at, ends[1] AS other
}
WITH node AS n, max(at) AS place, count(DISTINCT CASE WHEN other <> node THEN other END) AS degree
