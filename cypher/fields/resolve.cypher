// The things that each of many names and numbers stands for, in the order given.
//
// param   $terms  LIST<MAP>     what to resolve: text, name, number and code
// param   $types  LIST<STRING>  kinds of things; all unless given
// binds   i       INTEGER       place of the term
// binds   asked   MAP           the term
// binds   met     LIST          things that it may stand for, best first
// access  read
UNWIND range(0, size($terms) - 1) AS i
WITH i, $terms[i] AS ask
OPTIONAL CALL (ask) {
  MATCH (:Name {normalised: ask.name})<-[h:HAS_NAME]-(v)
  WITH v, min(CASE WHEN h.kind IN ['GENERIC', 'LEGAL'] OR (v:Sponsor AND h.kind = 'TRADING') THEN 0 ELSE 2 END) AS
    rank
  RETURN v, rank, 'names' AS field
  UNION ALL
  MATCH (v:Agency)
  WHERE toLower(v.name) = ask.name OR toLower(v.shortName) = ask.name
  RETURN v, 0 AS rank, 'name' AS field
  UNION ALL
  MATCH (v:Drug {unii: ask.number})
  RETURN v, 1 AS rank, 'unii' AS field
  UNION ALL
  MATCH (v:Drug {casNumber: ask.code})
  RETURN v, 1 AS rank, 'casNumber' AS field
  UNION ALL
  MATCH (v:Trial {nctId: ask.number})
  RETURN v, 1 AS rank, 'nctId' AS field
  UNION ALL
  MATCH (v:Agency {code: toUpper(ask.code)})
  RETURN v, 1 AS rank, 'code' AS field
  UNION ALL
  MATCH (v:Approval {numberNormalised: ask.number})
  RETURN v, 1 AS rank, 'identifiers' AS field
  UNION ALL
  MATCH (:Xref {code: ask.code})<-[:HAS_XREF]-(v)
  RETURN v, 1 AS rank, 'xrefs' AS field
}
WITH i, ask, CASE WHEN $types IS NULL OR CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial
  THEN 'TRIAL' WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types THEN v END AS
  v, rank, field
ORDER BY i, rank, v.id
WITH i, ask, v, collect({v: v, kind: CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN
  'TRIAL' WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END, rank: rank, score: 3000000 -
  rank * 1000000, field: field, words: ask.text})[0] AS hit
ORDER BY i, hit.rank, v.id
WITH i, ask, [h IN collect(hit) WHERE h.v IS NOT NULL] AS met
WITH i AS i, ask AS asked, met AS met
