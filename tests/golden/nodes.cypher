UNWIND range(0, size($p0) - 1) AS i
WITH i, $p0[i] AS id
OPTIONAL CALL (id) {
    CALL (id) {
        MATCH (v1:Drug {id: id})
        RETURN v1
        UNION ALL
        MATCH (v1:Condition {id: id})
        RETURN v1
        UNION ALL
        MATCH (v1:Trial {id: id})
        RETURN v1
        UNION ALL
        MATCH (v1:Sponsor {id: id})
        RETURN v1
        UNION ALL
        MATCH (v1:Agency {id: id})
        RETURN v1
        UNION ALL
        MATCH (v1:Approval {id: id})
        RETURN v1
    }
    RETURN CASE WHEN v1:Drug THEN [0, ['Drug', v1.id, v1.genericName, [COUNT { (v1)<-[:TESTS]-() }]]] WHEN v1:Condition THEN [1, ['Condition', v1.id]] WHEN v1:Trial THEN [2, ['Trial', v1.id]] WHEN v1:Sponsor THEN [3, ['Sponsor', v1.id]] WHEN v1:Agency THEN [4, ['Agency', v1.id, v1.name, [$p2, false, false, COUNT {
        MATCH (v3:Drug)
        OPTIONAL MATCH (v3)-[r4:COVERED_BY]->(v1)
        WITH v3, r4
        WHERE (coalesce(r4.state, 'NOT_CHECKED') IN $p1)
        RETURN v3
    }, COLLECT {
        MATCH (v3:Drug)
        OPTIONAL MATCH (v3)-[r4:COVERED_BY]->(v1)
        WITH v3, r4
        WHERE (coalesce(r4.state, 'NOT_CHECKED') IN $p1)
        WITH *
        ORDER BY v3.genericName, v3.id
        LIMIT $p2 + 1
        RETURN [[v3.genericName]]
    }]]] WHEN v1:FdaApproval THEN [5, ['FdaApproval', v1.id]] WHEN v1:EmaApproval THEN [6, ['EmaApproval', v1.id]] WHEN v1:HsaApproval THEN [7, ['HsaApproval', v1.id]] WHEN v1:NmpaApproval THEN [8, ['NmpaApproval', v1.id]] WHEN v1:PpbApproval THEN [9, ['PpbApproval', v1.id]] WHEN v1:TgaApproval THEN [10, ['TgaApproval', v1.id]] WHEN v1:HealthCanadaApproval THEN [11, ['HealthCanadaApproval', v1.id]] WHEN v1:AempsApproval THEN [12, ['AempsApproval', v1.id]] WHEN v1:PhFdaApproval THEN [13, ['PhFdaApproval', v1.id]] WHEN v1:SfdaApproval THEN [14, ['SfdaApproval', v1.id]] WHEN v1:NpraApproval THEN [15, ['NpraApproval', v1.id]] WHEN v1:EmcRecord THEN [16, ['EmcRecord', v1.id]] END AS row
}
WITH i, row
ORDER BY i
RETURN collect([row]) AS answer
