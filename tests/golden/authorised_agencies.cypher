CALL (*) {
    MATCH (v1:Drug)
    WHERE v1.id IS NOT NULL
    WITH *
    SKIP 0
    WHERE ((((COUNT { (v1)-[r2:COVERED_BY]->(a3:Agency) WHERE a3.code IN $p0 AND r2.authorised } = size($p0)))) OR (((v1.everAuthorisedAgencyCount >= $p2)) AND ((CASE WHEN coalesce($p4, true) THEN COUNT { (v1)-[r4:COVERED_BY]->(a5:Agency) WHERE a5.code IN $p3 AND (r4.state = 'NONE_FOUND' OR NOT r4.authorised) } = size($p3) ELSE NOT EXISTS { (v1)-[r4:COVERED_BY]->(a5:Agency) WHERE a5.code IN $p3 AND r4.authorised } END))) OR (((EXISTS { (v1)-[r6:COVERED_BY]->(a7:Agency) WHERE a7.code IN $p5 AND r6.state = 'FOUND' })) AND ((CASE WHEN coalesce($p8, true) THEN COUNT { (v1)-[r8:COVERED_BY]->(a9:Agency) WHERE a9.code IN $p7 AND (r8.state = 'NONE_FOUND' OR NOT r8.everAuthorised) } = size($p7) ELSE NOT EXISTS { (v1)-[r8:COVERED_BY]->(a9:Agency) WHERE a9.code IN $p7 AND r8.everAuthorised } END))) OR (((CASE WHEN coalesce($p10, true) THEN COUNT { (v1)-[r10:COVERED_BY]->(a11:Agency) WHERE a11.code IN $p9 AND (r10.state = 'NONE_FOUND' OR NOT r10.authorised) } = size($p9) ELSE NOT EXISTS { (v1)-[r10:COVERED_BY]->(a11:Agency) WHERE a11.code IN $p9 AND r10.authorised } END)) AND ((EXISTS { (v1)-[r12:COVERED_BY]->(a13:Agency) WHERE a13.code IN $p11 AND r12.everAuthorised }))))
    OPTIONAL MATCH (v1)-[:COVERED_BY {everAuthorised: true}]->(k17:Agency)
    WITH k17 AS g18, count(*) AS n19
    WITH *, coalesce(g18.code, '￿') AS o20
    ORDER BY n19 DESC, o20
    LIMIT $p15
    WITH *, [['EVER_AUTHORISED_AGENCY', g18.code, coalesce(g18.name, 'Not stated')]] AS g21
    RETURN collect([COLLECT {
        UNWIND g21 AS k22
        RETURN [k22[1], k22[2]]
    }, n19]) AS c23
}
RETURN [$p13, false, false, c23, COLLECT {
    MATCH (v1:Drug)
    WHERE ((((COUNT { (v1)-[r2:COVERED_BY]->(a3:Agency) WHERE a3.code IN $p0 AND r2.authorised } = size($p0)))) OR (((v1.everAuthorisedAgencyCount >= $p2)) AND ((CASE WHEN coalesce($p4, true) THEN COUNT { (v1)-[r4:COVERED_BY]->(a5:Agency) WHERE a5.code IN $p3 AND (r4.state = 'NONE_FOUND' OR NOT r4.authorised) } = size($p3) ELSE NOT EXISTS { (v1)-[r4:COVERED_BY]->(a5:Agency) WHERE a5.code IN $p3 AND r4.authorised } END))) OR (((EXISTS { (v1)-[r6:COVERED_BY]->(a7:Agency) WHERE a7.code IN $p5 AND r6.state = 'FOUND' })) AND ((CASE WHEN coalesce($p8, true) THEN COUNT { (v1)-[r8:COVERED_BY]->(a9:Agency) WHERE a9.code IN $p7 AND (r8.state = 'NONE_FOUND' OR NOT r8.everAuthorised) } = size($p7) ELSE NOT EXISTS { (v1)-[r8:COVERED_BY]->(a9:Agency) WHERE a9.code IN $p7 AND r8.everAuthorised } END))) OR (((CASE WHEN coalesce($p10, true) THEN COUNT { (v1)-[r10:COVERED_BY]->(a11:Agency) WHERE a11.code IN $p9 AND (r10.state = 'NONE_FOUND' OR NOT r10.authorised) } = size($p9) ELSE NOT EXISTS { (v1)-[r10:COVERED_BY]->(a11:Agency) WHERE a11.code IN $p9 AND r10.authorised } END)) AND ((EXISTS { (v1)-[r12:COVERED_BY]->(a13:Agency) WHERE a13.code IN $p11 AND r12.everAuthorised })))) AND v1.everAuthorisedAgencyCount IS NOT NULL AND v1.id IS NOT NULL
    WITH *
    ORDER BY v1.everAuthorisedAgencyCount DESC, v1.id
    LIMIT $p13 + 1
    RETURN [[v1.slug, COLLECT {
        MATCH (v1)-[:COVERED_BY {state: 'FOUND'}]->(a14:Agency)
        RETURN a14.code
        ORDER BY a14.code
    }, COLLECT {
        MATCH (v1)-[:COVERED_BY {authorised: true}]->(a14:Agency)
        RETURN a14.code
        ORDER BY a14.code
    }, COLLECT {
        MATCH (v1)-[:COVERED_BY {everAuthorised: true}]->(a14:Agency)
        RETURN a14.code
        ORDER BY a14.code
    }, COLLECT {
        MATCH (v15:Agency)
        OPTIONAL MATCH (v1)-[r16:COVERED_BY]->(v15)
        WITH v15, r16
        WHERE (coalesce(r16.state, 'NOT_CHECKED') IN $p14)
        WITH *
        ORDER BY CASE v15.code WHEN 'FDA' THEN 0 WHEN 'EMA' THEN 1 WHEN 'HSA' THEN 2 WHEN 'NMPA' THEN 3 WHEN 'PPB' THEN 4 WHEN 'TGA' THEN 5 WHEN 'HEALTH_CANADA' THEN 6 WHEN 'AEMPS' THEN 7 WHEN 'PH_FDA' THEN 8 WHEN 'SFDA' THEN 9 WHEN 'NPRA' THEN 10 WHEN 'EMC' THEN 11 END
        RETURN [[v15.code], CASE r16.state WHEN 'FOUND' THEN r16.authorised WHEN 'NONE_FOUND' THEN false END, CASE r16.state WHEN 'FOUND' THEN r16.everAuthorised WHEN 'NONE_FOUND' THEN false END]
    }]]
}] AS answer
