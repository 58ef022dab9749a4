// Move the links of conditions, which records named before the vocabulary was loaded, to those of the vocabulary, and
// those of headings to the terms that have their ids. The old conditions are closed afterwards.
//
// param   $rows     LIST    {before, key}: ids of both
// param   $release  STRING  instant of this load
// access  write
UNWIND $rows AS row
MATCH (before:Condition {id: row.before})
MATCH (now:Condition {id: row.key})
WITH before, now, EXISTS { MATCH (before)-[s:STATED_IN]->() WHERE s.rowHash <> s.rowKey } AS isTerm
CALL (before, now) {
  MATCH (before)<-[r:STUDIES]-(trial)
  MERGE (trial)-[s:STUDIES]->(now)
  ON CREATE SET s = properties(r), s.validFrom = $release
  WITH s, r
  UNWIND split(s.rawText, '; ') + split(r.rawText, '; ') AS text
  WITH DISTINCT s, text ORDER BY text
  WITH s, collect(text) AS texts
  SET s.rawText = reduce(joined = head(texts), text IN tail(texts) | joined + '; ' + text)
}
CALL (before, now) {
  MATCH (before)<-[r:INDICATED_FOR]-(drug)
  MERGE (drug)-[s:INDICATED_FOR]->(now)
  ON CREATE SET s = properties(r), s.validFrom = $release
  WITH s, r
  UNWIND s.sourceIds + r.sourceIds AS id
  WITH DISTINCT s, id ORDER BY id
  WITH s, collect(id) AS ids
  SET s.sourceIds = ids
}
CALL (before, now) {
  MATCH (before)<-[r:ASSOCIATED_WITH]-(drug)
  MERGE (drug)-[s:ASSOCIATED_WITH]->(now)
  ON CREATE SET s = properties(r), s.validFrom = $release
  WITH s, r
  UNWIND s.sourceIds + r.sourceIds AS id
  WITH DISTINCT s, id ORDER BY id
  WITH s, collect(id) AS ids
  SET s.sourceIds = ids
}
CALL (before, now) {
  MATCH (before)-[r:STATED_IN]->(source)
  MERGE (now)-[s:STATED_IN {rowKey: r.rowKey}]->(source)
  ON CREATE SET s = properties(r), s.validFrom = $release,
    s.alsoStates = [entry IN r.alsoStates | replace(entry, ' ' + before.id + ' ', ' ' + now.id + ' ')]
}
CALL (before, now, isTerm) {
  MATCH (before)-[r:HAS_NAME]->(name)
  MERGE (now)-[s:HAS_NAME {kind: CASE WHEN name.value = now.name THEN 'GENERIC' WHEN isTerm THEN r.kind
    ELSE 'SYNONYM' END}]->(name)
  ON CREATE SET s.sourceIds = r.sourceIds, s.language = r.language, s.validFrom = $release
  WITH s, r
  UNWIND s.sourceIds + r.sourceIds AS id
  WITH DISTINCT s, id ORDER BY id
  WITH s, collect(id) AS ids
  SET s.sourceIds = ids
}
CALL (before, now) {
  MATCH (before)-[r:HAS_XREF]->(xref)
  MERGE (now)-[s:HAS_XREF]->(xref)
  ON CREATE SET s = properties(r), s.validFrom = $release
}
CALL (before, now) {
  MATCH (before)-[r:BROADER]->(above)
  WHERE above <> now
  MERGE (now)-[s:BROADER]->(above)
  ON CREATE SET s = properties(r), s.validFrom = $release
}
CALL (before, now) {
  MATCH (before)<-[r:BROADER]-(below)
  WHERE below <> now
  MERGE (below)-[s:BROADER]->(now)
  ON CREATE SET s = properties(r), s.validFrom = $release
}
