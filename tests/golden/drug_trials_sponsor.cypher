MATCH (:Name {normalised: $p0})<-[h1:HAS_NAME]-(v2:Drug)
WITH v2, h1
ORDER BY h1.kind <> 'GENERIC', v2.id
LIMIT 1
RETURN [v2.genericName, [$p1, false, false, COLLECT {
    CALL (v2) {
        MATCH (v3:Trial)-[r4:TESTS]->()
        WHERE r4.drugId = v2.id AND r4.studyFirstPostDate IS NOT NULL AND v3.id IS NOT NULL
        WITH *
        ORDER BY r4.drugId DESC, r4.studyFirstPostDate DESC, v3.id
        LIMIT $p1 + 1
        RETURN v3
        UNION ALL
        MATCH (v3:Trial)-[r4:TESTS]->(v2)
        WHERE r4.studyFirstPostDate IS NULL
        WITH *
        ORDER BY r4.studyFirstPostDate DESC, v3.id
        LIMIT $p1 + 1
        RETURN v3
    }
    WITH *
    LIMIT $p1 + 1
    RETURN [[v3.nctId, head(COLLECT {
        MATCH (v3)-[:SPONSORED_BY {role: 'LEAD_SPONSOR'}]->(v5:Sponsor)
        WITH *
        ORDER BY v5.id
        LIMIT 1
        RETURN [v5.name, coalesce(v5.class, 'UNKNOWN')]
    }), COLLECT {
        MATCH (v3)-[:SPONSORED_BY {role: 'COLLABORATOR'}]->(v6:Sponsor)
        WITH *
        ORDER BY v6.name, v6.id
        RETURN [v6.name]
    }, [$p2, false, false, COLLECT {
        MATCH (v3)-[:STUDIES]->(v7:Condition)
        WITH *
        ORDER BY v7.name, v7.id
        LIMIT $p2 + 1
        RETURN [[v7.name]]
    }]]]
}]] AS answer
LIMIT 1
