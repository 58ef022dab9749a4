MATCH (:Xref {id: $p0})<-[:HAS_XREF]-(v1:Drug)
WITH v1
ORDER BY v1.id
LIMIT 1
CALL (*) {
    CALL (v1) {
        MATCH (v1)-[a2:INDICATED_FOR|ASSOCIATED_WITH]->(v3:Condition)
        RETURN v3, type(a2) AS l4, null AS t5
        UNION ALL
        MATCH (v1)<-[:TESTS]-(t5:Trial)-[:STUDIES]->(v3:Condition)
        RETURN v3, 'STUDIED_FOR' AS l4, t5
    }
    WITH v3, collect(DISTINCT l4) AS l6, collect(DISTINCT t5) AS t7
    WITH *
    WITH *
    ORDER BY v3.trialCount DESC, v3.id
    LIMIT $p1 + 1
    RETURN collect([[v3.name], [[v3.trialCount, v3.id], [v3.name], [e8 IN ['INDICATED_FOR', 'ASSOCIATED_WITH', 'STUDIED_FOR'] WHERE e8 IN l6], head([e8 IN ['PHASE4', 'PHASE3', 'PHASE2', 'PHASE1', 'EARLY_PHASE1', 'NA'] WHERE any(t5 IN t7 WHERE e8 IN t5.phases)]), size(t7), COLLECT {
        CALL (v1, v3) {
            MATCH (v1)-[r9:INDICATED_FOR|ASSOCIATED_WITH]->(v3)
            UNWIND r9.sourceIds AS i10
            MATCH (s11:Source {id: i10})
            RETURN s11, type(r9) AS f12, r9.rawText AS r13, r9.rule AS r14, r9.validFrom AS f15, null AS e16
            UNION
            MATCH (v1)<-[r9:TESTS]-(t17:Trial)-[:STUDIES]->(v3)
            MATCH (t17)-[s18:STATED_IN]->(s11:Source)
            RETURN s11, 'STUDIED_FOR' AS f12, coalesce(t17.nctId, t17.id) AS r13, r9.method AS r14, s18.firstSeen AS f15, s18.edition AS e16
        }
        WITH *
        WHERE (f12 IN l6)
        WITH *
        ORDER BY s11.id, f15, f12, r13, e16
        RETURN [[s11.id], e16, f12, r13, r14, head(COLLECT {
            MATCH (v19:Release {version: f15})
            WITH *
            LIMIT 1
            RETURN [v19.version]
        })]
    }]]) AS c20
}
RETURN [[$p1, false, false, COUNT {
    CALL (v1) {
        MATCH (v1)-[a2:INDICATED_FOR|ASSOCIATED_WITH]->(v3:Condition)
        RETURN v3, type(a2) AS l4, null AS t5
        UNION ALL
        MATCH (v1)<-[:TESTS]-(t5:Trial)-[:STUDIES]->(v3:Condition)
        RETURN v3, 'STUDIED_FOR' AS l4, t5
    }
    RETURN DISTINCT v3
}, c20]] AS answer
LIMIT 1
