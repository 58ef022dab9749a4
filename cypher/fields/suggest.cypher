// Names and numbers that begin with what was typed.
//
// param   $prefix  MAP           what was typed: name and number
// param   $types   LIST<STRING>  kinds of things; all unless given
// param   $first   INTEGER       how many rows at most
// binds   v        NODE          the thing
// binds   words    STRING        its name or number
// binds   named    STRING        kind of that name
// binds   whole    BOOLEAN       whether it is all that was typed
// access  read
CALL () {
  WITH $prefix AS ask
  WHERE ask.name <> ''
  MATCH (n:Name)
  WHERE n.normalised STARTS WITH ask.name
  MATCH (n)<-[h:HAS_NAME]-(v)
  WITH ask, n, h, v
  WHERE $types IS NULL OR CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL'
    WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types
  RETURN v, n.value AS words, h.kind AS named, n.normalised = ask.name AS whole
  LIMIT 1000
  UNION ALL
  WITH $prefix AS ask
  WHERE ask.number <> ''
  MATCH (v:Trial)
  WHERE v.nctId STARTS WITH ask.number
  RETURN v, v.nctId AS words, 'CODE' AS named, v.nctId = ask.number AS whole
  LIMIT 200
  UNION ALL
  WITH $prefix AS ask
  MATCH (v:Agency)
  WHERE ask.name <> '' AND (toLower(v.code) STARTS WITH ask.name OR toLower(v.shortName) STARTS WITH ask.name OR
    toLower(v.name) STARTS WITH ask.name)
  RETURN v, v.name AS words, 'LEGAL' AS named, toLower(v.code) = ask.name AS whole
}
WITH v, words, named, whole
WHERE $types IS NULL OR CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL' WHEN
  v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types
ORDER BY whole DESC, size(words), words
WITH v, collect([words, named, whole])[0] AS best
WITH v AS v, best[0] AS words, best[1] AS named, best[2] AS whole
ORDER BY whole DESC, NOT v:Drug, size(words), words, v.id
LIMIT coalesce($first, 10)
