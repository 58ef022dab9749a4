// The most telling ways from one thing to another.
//
// Two things with thousands of links each are joined by what they have in common, long before a search ends; so ways
// of at most two steps are read first. Planning takes time for each quantifier, so there are two: 4 and 6 steps.
//
// param   $from       STRING        start: id of a thing or code of an agency
// param   $to         STRING        end: id of a thing or code of an agency
// param   $via        LIST<STRING>  kinds of things to pass; all but agencies unless given
// param   $maxHops    INTEGER       steps at most; 4 unless given
// param   $first      INTEGER       how many rows at most
// binds   a           NODE          start
// binds   b           NODE          end
// binds   path        PATH          the way
// binds   score       FLOAT         how telling it is
// const   max_degree  1000          links of a thing that a way may pass
// const   candidates  100           shortest ways that are compared
// access  read
CALL () {
  MATCH (a:Drug {id: $from})
  RETURN a
  UNION ALL
  MATCH (a:Condition {id: $from})
  RETURN a
  UNION ALL
  MATCH (a:Trial {id: $from})
  RETURN a
  UNION ALL
  MATCH (a:Sponsor {id: $from})
  RETURN a
  UNION ALL
  MATCH (a:Agency {id: $from})
  RETURN a
  UNION ALL
  MATCH (a:Approval {id: $from})
  RETURN a
}
CALL () {
  MATCH (b:Drug {id: $to})
  RETURN b
  UNION ALL
  MATCH (b:Condition {id: $to})
  RETURN b
  UNION ALL
  MATCH (b:Trial {id: $to})
  RETURN b
  UNION ALL
  MATCH (b:Sponsor {id: $to})
  RETURN b
  UNION ALL
  MATCH (b:Agency {id: $to})
  RETURN b
  UNION ALL
  MATCH (b:Approval {id: $to})
  RETURN b
}
WITH a, b
WHERE a <> b
CALL (a, b) {
  CALL (a, b) {
    MATCH p =
      (a)-[:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|SAME_AUTHORISATION_AS]-(b)
    RETURN p
    UNION ALL
    WITH a, b
    WHERE coalesce($maxHops, 4) >= 2
    MATCH p =
      (a)-[:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|SAME_AUTHORISATION_AS]-(y)-[:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|SAME_AUTHORISATION_AS]-(b)
    WHERE ($via IS NULL AND NOT y:Agency OR CASE WHEN y:Drug THEN 'DRUG' WHEN y:Condition THEN 'CONDITION' WHEN
      y:Trial THEN 'TRIAL' WHEN y:Sponsor THEN 'SPONSOR' WHEN y:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $via) AND
      COUNT { (y)--() } <= 1000
    RETURN p
  }
  RETURN collect(p) AS close
}
CALL (a, b, close) {
  UNWIND CASE WHEN size(close) >= 100 OR coalesce($maxHops, 4) <= 2 THEN close ELSE [] END AS p
  RETURN p
  UNION ALL
  WITH a, b, close
  WHERE NOT (size(close) >= 100 OR coalesce($maxHops, 4) <= 2) AND coalesce($maxHops, 4) <= 4
  MATCH p = SHORTEST 100 (a)
    ((x)-[:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|SAME_AUTHORISATION_AS]-(y
    WHERE y = b OR ($via IS NULL AND NOT y:Agency OR CASE WHEN y:Drug THEN 'DRUG' WHEN y:Condition THEN 'CONDITION'
    WHEN y:Trial THEN 'TRIAL' WHEN y:Sponsor THEN 'SPONSOR' WHEN y:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $via)
    AND COUNT { (y)--() } <= 1000)){1,4} (b)
  WITH p
  WHERE length(p) <= coalesce($maxHops, 4)
  RETURN p
  UNION ALL
  WITH a, b, close
  WHERE NOT (size(close) >= 100 OR coalesce($maxHops, 4) <= 2) AND $maxHops > 4
  MATCH p = SHORTEST 100 (a)
    ((x)-[:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|SAME_AUTHORISATION_AS]-(y
    WHERE y = b OR ($via IS NULL AND NOT y:Agency OR CASE WHEN y:Drug THEN 'DRUG' WHEN y:Condition THEN 'CONDITION'
    WHEN y:Trial THEN 'TRIAL' WHEN y:Sponsor THEN 'SPONSOR' WHEN y:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $via)
    AND COUNT { (y)--() } <= 1000)){1,6} (b)
  WITH p
  WHERE length(p) <= coalesce($maxHops, 4)
  RETURN p
}
CALL (p) {
  UNWIND nodes(p)[1..-1] AS n
  RETURN exp(-0.4 * sum(log(COUNT {
    (n)-[:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER|GRANTED_BY|SAME_AUTHORISATION_AS]-()
    }))) AS damped
}
WITH p AS path, round(damped, 6) AS score
ORDER BY score DESC, length(path), [n IN nodes(path) | n.id], [r IN relationships(path) | type(r)]
LIMIT coalesce($first, 5)
