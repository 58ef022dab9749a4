// One drug against the agencies: a cell for each agency.
//
// param   $agencies  LIST<STRING>  codes of agencies; all unless given
// from    p          Drug          the drug
// binds   chosen     LIST          the drug
// binds   missing    LIST          empty
// binds   places     LIST          agencies
// binds   cells      LIST          drug, agency, coverage and records
// access  read
WITH [p] AS chosen, [] AS missing
CALL () {
  MATCH (a:Agency)
  WHERE $agencies IS NULL OR a.code IN $agencies
  WITH a
  ORDER BY CASE a.code WHEN 'FDA' THEN 0 WHEN 'EMA' THEN 1 WHEN 'HSA' THEN 2 WHEN 'NMPA' THEN 3 WHEN 'PPB' THEN 4 WHEN
    'TGA' THEN 5 WHEN 'HEALTH_CANADA' THEN 6 WHEN 'AEMPS' THEN 7 WHEN 'PH_FDA' THEN 8 WHEN 'SFDA' THEN 9 WHEN 'NPRA'
    THEN 10 WHEN 'EMC' THEN 11 END
  RETURN collect(a) AS places
}
CALL (chosen, places) {
  UNWIND chosen AS d
  CALL (d) {
    OPTIONAL MATCH (d)<-[:FOR_DRUG]-(a:Approval)
    WITH DISTINCT a
    ORDER BY a.date, a.id
    RETURN collect(a) AS every
  }
  UNWIND places AS place
  OPTIONAL MATCH (d)-[r:COVERED_BY]->(place)
  WITH d, place, r, [a IN every WHERE a.agencyCode = place.code] AS records
  RETURN collect({drug: d, agency: place, cover: r, records: records, dated: [a IN records WHERE a.date IS NOT NULL]})
    AS cells
}
WITH chosen AS chosen, missing AS missing, places AS places, cells AS cells
