// Things by the words of their names, titles and numbers; each kind with its hits.
//
// A name stands for the drug, condition or organisation that it names; other entries of the index are things themselves.
// An exact match counts more than a match of the beginning, a main name more than another name, and a record of an
// agency less than the thing that it is about. Of several names of a thing the best one counts. Thousands of entries
// are weighed and few are shown, so an entry is [thing, score, entry, id], and other fields are read at the end. Things
// themselves are weighed in lists: rows would cost a third more. An identifier in another system is exact and comes
// first.
//
// param   $text   MAP           what is looked for: name, number, code, words and queries
// param   $types  LIST<STRING>  kinds of things; all unless given
// binds   hits    LIST          for each kind [kind, hits], a hit being [thing, score, entry, id, field, words]
// const   most    5000          entries of the index that one search looks at
// access  read
CALL () {
  WITH $text AS ask
  WHERE ask.exact <> ''
  CALL db.index.fulltext.queryNodes('search_text', $text.exact, {limit: 5000}) YIELD node, score
  WITH collect([node, score]) AS found
  CALL (found) {
    UNWIND CASE WHEN $types IS NULL OR any(type IN $types WHERE type IN ['DRUG', 'CONDITION', 'SPONSOR']) THEN [each
      IN found WHERE each[0]:Name] ELSE [] END AS each
    WITH each[0] AS node, each[1] AS score
    MATCH (node)<-[h:HAS_NAME]-(v)
    WITH v, CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' ELSE 'SPONSOR' END AS kind, node, h.kind AS
      called, score
    WHERE $types IS NULL OR kind IN $types
    WITH v, kind, min([-score * CASE WHEN node.normalised = $text.name THEN 4.0 WHEN node.normalised STARTS WITH
      $text.name THEN 2.0 ELSE 1.0 END * CASE called WHEN 'GENERIC' THEN 1.5 WHEN 'TRADING' THEN 1.5 ELSE 1.0 END *
      CASE kind WHEN 'DRUG' THEN 1.5 ELSE 1.0 END, node.value, node]) AS best
    WITH kind, collect([v, toInteger(round(best[0] * -1000000)), best[2], v.id]) AS entries
    RETURN collect([kind, entries]) AS named
  }
  RETURN named + [of IN [['TRIAL', CASE WHEN $types IS NULL OR 'TRIAL' IN $types THEN [each IN found WHERE
    each[0]:Trial | [each[0], toInteger(round(each[1] * 1000000 * CASE WHEN toLower(each[0].briefTitle) STARTS WITH
    $text.name THEN CASE toLower(each[0].briefTitle) WHEN $text.name THEN 4.0 ELSE 2.0 END WHEN $text.number STARTS
    WITH 'NCT' AND each[0].nctId = $text.number THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END],
    ['APPROVAL', CASE WHEN $types IS NULL OR 'APPROVAL' IN $types THEN [each IN found WHERE each[0]:Approval |
    [each[0], toInteger(round(each[1] * 500000 * CASE WHEN toLower(each[0].productName) STARTS WITH $text.name THEN
    CASE toLower(each[0].productName) WHEN $text.name THEN 4.0 ELSE 2.0 END WHEN false THEN 4.0 ELSE 1.0 END)),
    each[0], each[0].id]] ELSE [] END], ['AGENCY', CASE WHEN $types IS NULL OR 'AGENCY' IN $types THEN [each IN found
    WHERE each[0]:Agency | [each[0], toInteger(round(each[1] * 1000000 * CASE WHEN toLower(each[0].name) STARTS WITH
    $text.name THEN CASE toLower(each[0].name) WHEN $text.name THEN 4.0 ELSE 2.0 END WHEN toLower(each[0].code) =
    $text.name THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END]] WHERE size(of[1]) > 0] AS hits
}
CALL (hits) {
  WITH hits
  WHERE size(hits) = 0 AND $text.exact <> ''
  WITH 1 AS none
  CALL db.index.fulltext.queryNodes('search_text', $text.close, {limit: 5000}) YIELD node, score
  WITH collect([node, score]) AS found
  CALL (found) {
    UNWIND CASE WHEN $types IS NULL OR any(type IN $types WHERE type IN ['DRUG', 'CONDITION', 'SPONSOR']) THEN [each
      IN found WHERE each[0]:Name] ELSE [] END AS each
    WITH each[0] AS node, each[1] AS score
    MATCH (node)<-[h:HAS_NAME]-(v)
    WITH v, CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' ELSE 'SPONSOR' END AS kind, node, h.kind AS
      called, score
    WHERE $types IS NULL OR kind IN $types
    WITH v, kind, min([-score * CASE WHEN node.normalised = $text.name THEN 4.0 WHEN node.normalised STARTS WITH
      $text.name THEN 2.0 ELSE 1.0 END * CASE called WHEN 'GENERIC' THEN 1.5 WHEN 'TRADING' THEN 1.5 ELSE 1.0 END *
      CASE kind WHEN 'DRUG' THEN 1.5 ELSE 1.0 END, node.value, node]) AS best
    WITH kind, collect([v, toInteger(round(best[0] * -1000000)), best[2], v.id]) AS entries
    RETURN collect([kind, entries]) AS named
  }
  RETURN named + [of IN [['TRIAL', CASE WHEN $types IS NULL OR 'TRIAL' IN $types THEN [each IN found WHERE
    each[0]:Trial | [each[0], toInteger(round(each[1] * 1000000 * CASE WHEN toLower(each[0].briefTitle) STARTS WITH
    $text.name THEN CASE toLower(each[0].briefTitle) WHEN $text.name THEN 4.0 ELSE 2.0 END WHEN $text.number STARTS
    WITH 'NCT' AND each[0].nctId = $text.number THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END],
    ['APPROVAL', CASE WHEN $types IS NULL OR 'APPROVAL' IN $types THEN [each IN found WHERE each[0]:Approval |
    [each[0], toInteger(round(each[1] * 500000 * CASE WHEN toLower(each[0].productName) STARTS WITH $text.name THEN
    CASE toLower(each[0].productName) WHEN $text.name THEN 4.0 ELSE 2.0 END WHEN false THEN 4.0 ELSE 1.0 END)),
    each[0], each[0].id]] ELSE [] END], ['AGENCY', CASE WHEN $types IS NULL OR 'AGENCY' IN $types THEN [each IN found
    WHERE each[0]:Agency | [each[0], toInteger(round(each[1] * 1000000 * CASE WHEN toLower(each[0].name) STARTS WITH
    $text.name THEN CASE toLower(each[0].name) WHEN $text.name THEN 4.0 ELSE 2.0 END WHEN toLower(each[0].code) =
    $text.name THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END]] WHERE size(of[1]) > 0] AS close
}
CALL () {
  MATCH (x:Xref {code: $text.code})<-[:HAS_XREF]-(v)
  WHERE $types IS NULL OR CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL'
    WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $types
  WITH v, CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL' WHEN v:Sponsor THEN
    'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END AS kind, min(x.code) AS code
  WITH kind, collect([v, 100000000, v, v.id, 'xrefs', code]) AS hits
  RETURN collect([kind, hits]) AS numbered
}
WITH numbered, COLLECT { UNWIND numbered AS of UNWIND of[1] AS hit RETURN hit[0] } AS met, CASE size(hits) WHEN 0 THEN
  close ELSE hits END AS hits
WITH CASE size(met) WHEN 0 THEN hits ELSE numbered + [of IN hits | [of[0], [hit IN of[1] WHERE NOT hit[0] IN met]]]
  END AS hits
