CALL (*) {
    MATCH (v1:Trial)
    WHERE v1.id IS NOT NULL AND (any(e2 IN v1.phases WHERE e2 IN $p0))
    WITH *
    SKIP 0
    WHERE EXISTS {
        MATCH (v1)-[:TESTS]->(w3:Drug)
        WITH *
        WHERE (((EXISTS { (w3)-[r4:COVERED_BY]->(a5:Agency) WHERE a5.code IN $p1 AND r4.state = 'FOUND' })))
        RETURN 1
    }
    WITH v1.overallStatus AS g6, count(*) AS n7
    WITH *, coalesce(g6, '￿') AS o8
    ORDER BY n7 DESC, o8
    LIMIT $p4
    WITH *, [['OVERALL_STATUS', g6, coalesce(toUpper(left(g6, 1)) + toLower(replace(substring(g6, 1), '_', ' ')), 'Not stated')]] AS g9
    RETURN collect([n7, COLLECT {
        UNWIND g9 AS k10
        RETURN [k10[1]]
    }]) AS c11
}
RETURN [$p3, false, false, COUNT {
    MATCH (v1:Trial)
    WHERE v1.id IS NOT NULL AND (any(e2 IN v1.phases WHERE e2 IN $p0))
    WITH *
    SKIP 0
    WHERE EXISTS {
        MATCH (v1)-[:TESTS]->(w3:Drug)
        WITH *
        WHERE (((EXISTS { (w3)-[r4:COVERED_BY]->(a5:Agency) WHERE a5.code IN $p1 AND r4.state = 'FOUND' })))
        RETURN 1
    }
    RETURN v1
}, c11, COLLECT {
    CALL () {
        MATCH (v1:Trial)
        WHERE (any(e2 IN v1.phases WHERE e2 IN $p0)) AND EXISTS {
            MATCH (v1)-[:TESTS]->(w3:Drug)
            WITH *
            WHERE (((EXISTS { (w3)-[r4:COVERED_BY]->(a5:Agency) WHERE a5.code IN $p1 AND r4.state = 'FOUND' })))
            RETURN 1
        } AND v1.startDate IS NOT NULL AND v1.id IS NOT NULL
        WITH *
        ORDER BY v1.startDate, v1.id
        LIMIT $p3 + 1
        RETURN v1
        UNION ALL
        MATCH (v1:Trial)
        WHERE v1.startDate IS NULL AND (any(e2 IN v1.phases WHERE e2 IN $p0))
        WITH *
        SKIP 0
        WHERE EXISTS {
            MATCH (v1)-[:TESTS]->(w3:Drug)
            WITH *
            WHERE (((EXISTS { (w3)-[r4:COVERED_BY]->(a5:Agency) WHERE a5.code IN $p1 AND r4.state = 'FOUND' })))
            RETURN 1
        }
        WITH *
        ORDER BY v1.startDate, v1.id
        LIMIT $p3 + 1
        RETURN v1
    }
    WITH *
    LIMIT $p3 + 1
    RETURN [[v1.nctId]]
}] AS answer
