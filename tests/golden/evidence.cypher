MATCH (v1:Drug {unii: $p0})
RETURN [COLLECT {
    MATCH (v1)-[r2:STATED_IN]->(s3:Source)
    WITH r2, s3, [n4 IN range(0, size(r2.fields) - 1) WHERE r2.fields[n4] = $p1] AS h5
    WHERE (($p1 IS NULL OR size(h5) > 0))
    WITH *
    ORDER BY s3.id, r2.rowKey
    RETURN [[s3.id, s3.name], r2.edition, r2.section, r2.rowIndex, $p1, CASE WHEN $p1 IS NULL THEN reduce(t6 = '', x7 IN reduce(d8 = [], y9 IN r2.rawTexts | CASE WHEN y9 = '' OR y9 IN d8 THEN d8 ELSE d8 + y9 END) | t6 + CASE t6 WHEN '' THEN '' ELSE ' | ' END + x7) WHEN r2.rawTexts[h5[0]] <> '' THEN r2.rawTexts[h5[0]] END, CASE r2.rules[h5[0]] WHEN '' THEN null ELSE r2.rules[h5[0]] END, r2.url, head(COLLECT {
        MATCH (v10:Release {version: r2.firstSeen})
        WITH *
        LIMIT 1
        RETURN [v10.version]
    }), head(COLLECT {
        MATCH (v11:Release {version: s3.release})
        WITH *
        LIMIT 1
        RETURN [v11.version]
    })]
}, COLLECT {
    MATCH (v1)-[r12:STATED_IN]->(s13:Source)
    WITH r12, s13, [n14 IN range(0, size(r12.fields) - 1) WHERE r12.fields[n14] = $p2] AS h15
    WHERE (($p2 IS NULL OR size(h15) > 0))
    WITH *
    ORDER BY s13.id, r12.rowKey
    RETURN [[s13.id], CASE WHEN $p2 IS NULL THEN reduce(t16 = '', x17 IN reduce(d18 = [], y19 IN r12.rawTexts | CASE WHEN y19 = '' OR y19 IN d18 THEN d18 ELSE d18 + y19 END) | t16 + CASE t16 WHEN '' THEN '' ELSE ' | ' END + x17) WHEN r12.rawTexts[h15[0]] <> '' THEN r12.rawTexts[h15[0]] END, CASE r12.rules[h15[0]] WHEN '' THEN null ELSE r12.rules[h15[0]] END]
}, COLLECT {
    MATCH (v1)-[r20:HAS_NAME]->(v21:Name)
    WHERE (r20.kind IN $p3)
    WITH *
    ORDER BY r20.kind, v21.value
    RETURN [v21.value, COLLECT {
        CALL (r20, v21) {
            WITH r20, v21, startNode(r20) AS n22
            UNWIND r20.sourceIds AS i23
            MATCH (s24:Source {id: i23})
            OPTIONAL MATCH (n22)-[s25:STATED_IN]->(s24)
            WHERE 'HAS_NAME:' + r20.kind + ' ' + n22.id + ' ' + v21.value IN s25.alsoStates
            RETURN s24, s25
        }
        WITH *
        ORDER BY s24.id, s25.rowKey
        RETURN [[s24.id], s25.edition, s25.rowIndex, s25.section, 'name', v21.value, head(COLLECT {
            MATCH (v26:Release {version: r20.validFrom})
            WITH *
            LIMIT 1
            RETURN [v26.version]
        })]
    }]
}, [$p5, false, false, COLLECT {
    CALL (v1) {
        MATCH (v27:Approval)-[r28:FOR_DRUG]->()
        WHERE r28.drugId = v1.id AND r28.date IS NOT NULL AND v27.id IS NOT NULL AND (v27.agencyCode IN $p4)
        WITH *
        ORDER BY r28.drugId DESC, r28.date DESC, v27.id
        LIMIT $p5 + 1
        RETURN v27
        UNION ALL
        MATCH (v27:Approval)-[r28:FOR_DRUG]->(v1)
        WHERE r28.date IS NULL AND (v27.agencyCode IN $p4)
        WITH *
        ORDER BY r28.date DESC, v27.id
        LIMIT $p5 + 1
        RETURN v27
    }
    WITH *
    LIMIT $p5 + 1
    RETURN [[COLLECT {
        MATCH (v27)-[r29:STATED_IN]->(s30:Source)
        WITH r29, s30, [n31 IN range(0, size(r29.fields) - 1) WHERE r29.fields[n31] = $p6] AS h32
        WHERE (($p6 IS NULL OR size(h32) > 0))
        WITH *
        ORDER BY s30.id, r29.rowKey
        RETURN [[s30.id], CASE WHEN $p6 IS NULL THEN reduce(t33 = '', x34 IN reduce(d35 = [], y36 IN r29.rawTexts | CASE WHEN y36 = '' OR y36 IN d35 THEN d35 ELSE d35 + y36 END) | t33 + CASE t33 WHEN '' THEN '' ELSE ' | ' END + x34) WHEN r29.rawTexts[h32[0]] <> '' THEN r29.rawTexts[h32[0]] END]
    }]]
}]] AS answer
LIMIT 1
