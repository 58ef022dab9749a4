// Sources that state a link, or the record where it starts.
//
// from    edge         MAP      the link with its ends and what they share
// binds   s            NODE     the source
// binds   raw          STRING   its own words
// binds   rule         STRING   rule that made the link
// binds   since        STRING   first release that states it
// binds   edition      STRING   edition
// binds   section      STRING   section
// binds   row          INTEGER  row
// binds   url          STRING   address
// const   max_records  20       records of shared drugs, at most
// access  read
CALL (edge) {
  WITH edge.r AS r
  UNWIND coalesce(r.sourceIds, []) AS id
  MATCH (s:Source {id: id})
  RETURN s, r.rawText AS raw, r.rule AS rule, r.validFrom AS since, null AS edition, null AS section, null AS row,
    null AS url
  UNION ALL
  WITH edge.r AS r
  WHERE r.sourceIds IS NULL
  WITH r, startNode(r) AS n
  MATCH (n)-[st:STATED_IN]->(s:Source)
  RETURN s, coalesce(r.rawText, head(r.rawTexts)) AS raw, coalesce(r.rule, r.method) AS rule, st.firstSeen AS since,
    st.edition AS edition, st.section AS section, st.rowIndex AS row, st.url AS url
  UNION ALL
  UNWIND edge.shared AS drug
  MATCH (drug)<-[:TESTS|FOR_DRUG]-(n)-[:SPONSORED_BY|HELD_BY]->()-[:SUBSIDIARY_OF*0..10]->(end)
  WHERE end IN [edge.from, edge.to]
  WITH DISTINCT n
  ORDER BY n.id
  LIMIT 20
  MATCH (n)-[st:STATED_IN]->(s:Source)
  RETURN s, coalesce(n.nctId, n.number, n.id) AS raw, null AS rule, st.firstSeen AS since, st.edition AS edition,
    st.section AS section, st.rowIndex AS row, st.url AS url
}
WITH s AS s, raw AS raw, rule AS rule, since AS since, edition AS edition, section AS section, row AS row, url AS url
