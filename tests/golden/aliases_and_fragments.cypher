MATCH (v1:Drug {id: $p0})
RETURN [v1.genericName, v1.drugType, v1.genericName, [COUNT {
    MATCH (v1)<-[:TESTS]-(v2:Trial)
    WHERE (v2.overallStatus IN $p1)
    RETURN v2
}], [$p3, false, false, COUNT {
    MATCH (v1)<-[:TESTS]-(v3:Trial)
    WHERE (v3.overallStatus IN $p2)
    RETURN v3
}, COLLECT {
    CALL (v1) {
        MATCH (v3:Trial)-[r4:TESTS]->()
        WHERE r4.drugId = v1.id AND r4.studyFirstPostDate IS NOT NULL AND v3.id IS NOT NULL AND (v3.overallStatus IN $p2)
        WITH *
        ORDER BY r4.drugId DESC, r4.studyFirstPostDate DESC, v3.id
        LIMIT $p3 + 1
        RETURN v3
        UNION ALL
        MATCH (v3:Trial)-[r4:TESTS]->(v1)
        WHERE r4.studyFirstPostDate IS NULL AND (v3.overallStatus IN $p2)
        WITH *
        ORDER BY r4.studyFirstPostDate DESC, v3.id
        LIMIT $p3 + 1
        RETURN v3
    }
    WITH *
    LIMIT $p3 + 1
    RETURN [[v3.nctId, v3.briefTitle]]
}], v1.id, 'Drug'] AS answer
LIMIT 1
