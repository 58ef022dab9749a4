CALL () {
    MATCH (v1:Drug)
    WHERE v1.genericName IS NOT NULL AND v1.id IS NOT NULL
    WITH *
    SKIP 0
    WHERE (COUNT { (v1)-[r2:COVERED_BY]->(a3:Agency) WHERE a3.code IN $p0 AND r2.state = 'FOUND' } = size($p0)) AND (CASE WHEN coalesce($p1, true) THEN COUNT { (v1)-[r4:COVERED_BY]->(a5:Agency) WHERE a5.code IN $p2 AND r4.state = 'NONE_FOUND' } = size($p2) ELSE NOT EXISTS { (v1)-[r4:COVERED_BY]->(a5:Agency) WHERE a5.code IN $p2 AND r4.state = 'FOUND' } END) AND EXISTS {
        CALL (v1) {
            MATCH (v1)-[r6:INDICATED_FOR|ASSOCIATED_WITH]->(w7:Condition)
            RETURN w7, type(r6) AS l8
            UNION
            MATCH (v1)<-[:TESTS]-(:Trial)-[:STUDIES]->(w7:Condition)
            RETURN w7, 'STUDIED_FOR' AS l8
        }
        WITH *
        WHERE ((l8 IN $p3) AND EXISTS {
            MATCH (w7)-[:BROADER*0..20]->(w9:Condition)
            WITH *
            WHERE ((EXISTS {
                MATCH (w9)-[:HAS_NAME]->(n10:Name)
                WITH *
                WHERE (toLower(n10.normalised) STARTS WITH $p4)
                RETURN 1
            }))
            RETURN 1
        })
        RETURN 1
    }
    WITH v1
    ORDER BY v1.genericName, v1.id
    RETURN collect(v1) AS c11
}
RETURN [$p5, false, false, size(c11), COLLECT {
    UNWIND c11[..$p5 + 1] AS v1
    RETURN [[v1.genericName]]
}] AS answer
