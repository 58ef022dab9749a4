// Many drugs against the agencies: a cell for each drug at each agency.
//
// param   $drugs     LIST<MAP>     drugs by id, slug, name, unii, casNumber or xref
// param   $agencies  LIST<STRING>  codes of agencies; all unless given
// binds   chosen     LIST          drugs, each once
// binds   missing    LIST          places in $drugs that name no drug
// binds   places     LIST          agencies
// binds   cells      LIST          drug, agency, coverage and records
// access  read
CALL () {
  UNWIND range(0, size($drugs) - 1) AS i
  WITH i, $drugs[i] AS by
  OPTIONAL CALL (by) {
    MATCH (d:Drug {id: by.id})
    RETURN d
    UNION ALL
    MATCH (d:Drug {slug: by.slug})
    RETURN d
    UNION ALL
    MATCH (:Name {normalised: by.name})<-[h:HAS_NAME]-(d:Drug)
    WITH d, h
    ORDER BY h.kind <> 'GENERIC', d.id
    LIMIT 1
    RETURN d
    UNION ALL
    MATCH (d:Drug {unii: by.unii})
    RETURN d
    UNION ALL
    MATCH (d:Drug {casNumber: by.casNumber})
    WITH d
    ORDER BY d.id
    LIMIT 1
    RETURN d
    UNION ALL
    MATCH (:Xref {id: by.xref})<-[:HAS_XREF]-(d:Drug)
    WITH d
    ORDER BY d.id
    LIMIT 1
    RETURN d
  }
  WITH i, d
  ORDER BY i
  WITH collect(d) AS found, collect(CASE WHEN d IS NULL THEN i END) AS missing
  RETURN reduce(once = [], d IN found | CASE WHEN d IN once THEN once ELSE once + d END) AS chosen, missing
}
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
