MATCH (v1:Sponsor {slug: $p0})
CALL (*) {
    MATCH (v1)<-[:SUBSIDIARY_OF*0..10]-()<-[r2:SPONSORED_BY]-(v3:Trial)
    WITH v3, max(r2.role) AS r4
    WITH *
    WITH *
    ORDER BY v3.startDate IS NULL, v3.startDate, v3.id
    LIMIT $p1 + 1
    RETURN collect([[r4, [v3.nctId, [$p2, false, false, COLLECT {
        MATCH (v3)-[:TESTS]->(v5:Drug)
        WITH *
        ORDER BY v5.genericName, v5.id
        LIMIT $p2 + 1
        RETURN [[v5.genericName, [$p4, false, false, COUNT {
            MATCH (v5)<-[:TESTS]-(v6:Trial)
            WHERE (any(e7 IN v6.phases WHERE e7 IN $p3))
            RETURN v6
        }, COLLECT {
            MATCH (v5)<-[:TESTS]-(v6:Trial)
            WHERE (any(e7 IN v6.phases WHERE e7 IN $p3))
            WITH *
            ORDER BY CASE WHEN 'PHASE4' IN v6.phases THEN 5 WHEN 'PHASE3' IN v6.phases THEN 4 WHEN 'PHASE2' IN v6.phases THEN 3 WHEN 'PHASE1' IN v6.phases THEN 2 WHEN 'EARLY_PHASE1' IN v6.phases THEN 1 WHEN 'NA' IN v6.phases THEN 0 END IS NULL, CASE WHEN 'PHASE4' IN v6.phases THEN 5 WHEN 'PHASE3' IN v6.phases THEN 4 WHEN 'PHASE2' IN v6.phases THEN 3 WHEN 'PHASE1' IN v6.phases THEN 2 WHEN 'EARLY_PHASE1' IN v6.phases THEN 1 WHEN 'NA' IN v6.phases THEN 0 END DESC, v6.id
            LIMIT $p4 + 1
            RETURN [[v6.nctId, coalesce(v6.phases, [])]]
        }]]]
    }]]]]) AS c8
}
RETURN [v1.name, [$p1, false, false, COUNT {
    MATCH (v1)<-[:SUBSIDIARY_OF*0..10]-()<-[r2:SPONSORED_BY]-(v3:Trial)
    RETURN DISTINCT v3
}, c8]] AS answer
LIMIT 1
