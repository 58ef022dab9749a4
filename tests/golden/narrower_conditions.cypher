MATCH (v1:Condition {slug: $p0})
CALL (*) {
    CALL (v1) {
        MATCH (v1)<-[:BROADER*0..20]-()<-[a5:INDICATED_FOR|ASSOCIATED_WITH]-(v6:Drug)
        RETURN v6, type(a5) AS l7, null AS t8
        UNION ALL
        MATCH (v1)<-[:BROADER*0..20]-()<-[:STUDIES]-(t8:Trial)-[:TESTS]->(v6:Drug)
        RETURN v6, 'STUDIED_FOR' AS l7, t8
    }
    WITH *
    WHERE (l7 IN $p2)
    WITH v6, collect(DISTINCT l7) AS l9, collect(DISTINCT t8) AS t10
    WITH *
    WITH *
    ORDER BY v6.genericName, v6.id
    LIMIT $p3 + 1
    RETURN collect([[[v6.genericName], [e11 IN ['INDICATED_FOR', 'ASSOCIATED_WITH', 'STUDIED_FOR'] WHERE e11 IN l9], head([e11 IN ['PHASE4', 'PHASE3', 'PHASE2', 'PHASE1', 'EARLY_PHASE1', 'NA'] WHERE any(t8 IN t10 WHERE e11 IN t8.phases)]), size(t10)]]) AS c12
}
RETURN [COLLECT {
    MATCH (v1)<-[:BROADER]-(v2:Condition)
    WITH *
    ORDER BY v2.name, v2.id
    RETURN [v2.name, COLLECT {
        MATCH (v2)<-[:BROADER]-(v3:Condition)
        WITH *
        ORDER BY v3.name, v3.id
        RETURN [v3.name]
    }]
}, [$p1, false, false, COUNT {
    MATCH (v1)<-[:BROADER*0..20]-()<-[:STUDIES]-(v4:Trial)
    WITH DISTINCT v4
    RETURN v4
}, COLLECT {
    MATCH (v1)<-[:BROADER*0..20]-()<-[:STUDIES]-(v4:Trial)
    WITH DISTINCT v4
    WITH *
    ORDER BY v4.studyFirstPostDate IS NULL DESC, v4.studyFirstPostDate, v4.id DESC
    LIMIT $p1 + 1
    RETURN [[v4.id]]
}], [$p3, false, false, COUNT {
    CALL (v1) {
        MATCH (v1)<-[:BROADER*0..20]-()<-[a5:INDICATED_FOR|ASSOCIATED_WITH]-(v6:Drug)
        RETURN v6, type(a5) AS l7, null AS t8
        UNION ALL
        MATCH (v1)<-[:BROADER*0..20]-()<-[:STUDIES]-(t8:Trial)-[:TESTS]->(v6:Drug)
        RETURN v6, 'STUDIED_FOR' AS l7, t8
    }
    WITH *
    WHERE (l7 IN $p2)
    RETURN DISTINCT v6
}, c12]] AS answer
LIMIT 1
