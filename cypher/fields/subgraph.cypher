// Things around one thing, and the links between them.
//
// param   $root   STRING        id of the thing in the middle
// param   $hops   INTEGER       steps from the root; 1 unless given
// param   $types  LIST<STRING>  kinds of things; all unless given
// param   $limit  INTEGER       things at most; 200 unless given
// binds   centre  NODE          the root
// binds   most    INTEGER       things at most, and one more
// binds   far     INTEGER       steps from the root
// binds   kept    LIST          the things
// binds   more    BOOLEAN       whether there are more
// binds   drawn   LIST          the links
// access  read
OPTIONAL CALL () {
  MATCH (centre:Drug {id: $root})
  RETURN centre
  UNION ALL
  MATCH (centre:Condition {id: $root})
  RETURN centre
  UNION ALL
  MATCH (centre:Trial {id: $root})
  RETURN centre
  UNION ALL
  MATCH (centre:Sponsor {id: $root})
  RETURN centre
  UNION ALL
  MATCH (centre:Agency {id: $root})
  RETURN centre
  UNION ALL
  MATCH (centre:Approval {id: $root})
  RETURN centre
}
WITH [c IN [centre] WHERE c IS NOT NULL] AS seen
WITH seen, seen AS edge, coalesce($limit, 200) + 1 AS most, coalesce($hops, 1) AS far
CALL (seen, edge, most, far) {
  UNWIND CASE WHEN far >= 1 THEN edge ELSE [] END AS f
  CALL (f, most) {
    MATCH
      (f)-[:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|SAME_AUTHORISATION_AS]-(n)
    WHERE $types IS NULL OR CASE WHEN n:Drug THEN 'DRUG' WHEN n:Condition THEN 'CONDITION' WHEN n:Trial THEN 'TRIAL'
      WHEN n:Sponsor THEN 'SPONSOR' WHEN n:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types
    WITH DISTINCT n
    LIMIT coalesce($limit, 200) + 1
    RETURN n
  }
  WITH DISTINCT seen, n
  WHERE NOT n IN seen
  WITH n
  ORDER BY n.id
  LIMIT coalesce($limit, 200) + 1
  RETURN collect(n) AS reached
}
WITH seen + reached AS seen, [n IN reached WHERE NOT n:Agency] AS edge, most, far
CALL (seen, edge, most, far) {
  UNWIND CASE WHEN far >= 2 THEN edge ELSE [] END AS f
  CALL (f, most) {
    MATCH
      (f)-[:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|SAME_AUTHORISATION_AS]-(n)
    WHERE $types IS NULL OR CASE WHEN n:Drug THEN 'DRUG' WHEN n:Condition THEN 'CONDITION' WHEN n:Trial THEN 'TRIAL'
      WHEN n:Sponsor THEN 'SPONSOR' WHEN n:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types
    WITH DISTINCT n
    LIMIT coalesce($limit, 200) + 1
    RETURN n
  }
  WITH DISTINCT seen, n
  WHERE NOT n IN seen
  WITH n
  ORDER BY n.id
  LIMIT coalesce($limit, 200) + 1
  RETURN collect(n) AS reached
}
WITH seen + reached AS seen, [n IN reached WHERE NOT n:Agency] AS edge, most, far
CALL (seen, edge, most, far) {
  UNWIND CASE WHEN far >= 3 THEN edge ELSE [] END AS f
  CALL (f, most) {
    MATCH
      (f)-[:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|SAME_AUTHORISATION_AS]-(n)
    WHERE $types IS NULL OR CASE WHEN n:Drug THEN 'DRUG' WHEN n:Condition THEN 'CONDITION' WHEN n:Trial THEN 'TRIAL'
      WHEN n:Sponsor THEN 'SPONSOR' WHEN n:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types
    WITH DISTINCT n
    LIMIT coalesce($limit, 200) + 1
    RETURN n
  }
  WITH DISTINCT seen, n
  WHERE NOT n IN seen
  WITH n
  ORDER BY n.id
  LIMIT coalesce($limit, 200) + 1
  RETURN collect(n) AS reached
}
WITH seen + reached AS seen, [n IN reached WHERE NOT n:Agency] AS edge, most, far
WITH seen[..most - 1] AS kept, size(seen) >= most AS more
CALL (kept) {
  UNWIND kept AS a
  MATCH
    (a)-[r:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|SAME_AUTHORISATION_AS]->(b)
  WHERE b IN kept
  WITH r
  ORDER BY a.id, b.id, type(r), r.role
  RETURN collect({r: r, from: startNode(r), to: endNode(r), type: type(r), role: r.role, shared: []}) AS drawn
}
WITH kept, more, drawn
