CALL () {
    MATCH (v1:Drug)
    WHERE v1.genericName IS NOT NULL AND v1.id IS NOT NULL AND (v1.approvalCount >= $p0)
    WITH *
    SKIP 0
    WHERE EXISTS {
        MATCH (v1)<-[:FOR_DRUG]-(w2:Approval)
        WITH *
        WHERE ((w2.agencyCode IN $p1) AND (((w2.date IS NULL) = $p2)))
        RETURN 1
    } AND (((NOT coalesce(((v1.drugType IN $p3)), false)) AND (EXISTS {
        MATCH (v1)-[:HAS_NAME]->(n3:Name)
        WITH *
        WHERE (toLower(n3.normalised) CONTAINS $p4)
        RETURN 1
    })) OR (EXISTS {
        MATCH (v1)<-[:TESTS]-(w4:Trial)
        WITH *
        WHERE (((w4.startDate < $p5)) AND EXISTS {
            MATCH (w4)-[t5:SPONSORED_BY]->(w6:Sponsor)
            WITH *
            WHERE ((((coalesce(w6.class, 'UNKNOWN') IN $p6)) OR ((EXISTS {
                MATCH (w6)-[:HAS_NAME]->(n7:Name)
                WITH *
                WHERE (toLower(n7.normalised) STARTS WITH $p7)
                RETURN 1
            }))))
            RETURN 1
        })
        RETURN 1
    }))
    WITH v1
    ORDER BY v1.genericName, v1.id
    RETURN collect(v1) AS c8
}
RETURN [$p8, false, false, size(c8), COLLECT {
    UNWIND c8[..$p8 + 1] AS v1
    RETURN [[v1.id, v1.genericName]]
}] AS answer
