RETURN head(COLLECT {
    UNWIND [0] AS i1
    WITH *
    LIMIT 1
    RETURN [$apiVersion, head(COLLECT {
        MATCH (v2:Release {isCurrent: true})
        WITH *
        ORDER BY v2.version DESC
        LIMIT 1
        RETURN [v2.version, COLLECT {
            UNWIND range(0, size(v2.countLabels) - 1) AS i3
            WITH *
            ORDER BY i3
            RETURN [v2.countLabels[i3], v2.countValues[i3], CASE v2.countValues[i3] WHEN 0 THEN 0.0 ELSE toFloat(v2.countValues[i3]) / reduce(n4 = 0, c5 IN v2.countValues | n4 + c5) END]
        }, v2.isCurrent]
    }), COLLECT {
        MATCH (v6:Release)
        WITH *
        ORDER BY v6.version DESC
        RETURN [v6.version, v6.schemaVersion, COLLECT {
            UNWIND range(0, size(v6.countLabels) - 1) AS i7
            WITH *
            ORDER BY i7
            RETURN [v6.countLabels[i7]]
        }]
    }, COLLECT {
        MATCH (v10:Source)
        WITH *
        ORDER BY v10.id
        RETURN [v10.id, v10.licence]
    }, head(COLLECT {
        UNWIND [0] AS i11
        WITH *
        LIMIT 1
        RETURN [$maxPageSize, $maxCost]
    }), COLLECT {
        UNWIND [['Drug', COUNT { (:Drug) }], ['Condition', COUNT { (:Condition) }], ['Trial', COUNT { (:Trial) }], ['Sponsor', COUNT { (:Sponsor) }], ['Agency', COUNT { (:Agency) }], ['Approval', COUNT { (:Approval) }]] AS r12
        WITH *
        ORDER BY r12[0]
        RETURN [r12[0], r12[1], CASE r12[1] WHEN 0 THEN 0.0 ELSE toFloat(r12[1]) / (COUNT { (:Drug) } + COUNT { (:Condition) } + COUNT { (:Trial) } + COUNT { (:Sponsor) } + COUNT { (:Agency) } + COUNT { (:Approval) }) END]
    }]
}) AS answer
