CALL () {
    MATCH (v1:Drug {id: $p0})
    RETURN v1
    UNION ALL
    MATCH (v1:Condition {id: $p0})
    RETURN v1
    UNION ALL
    MATCH (v1:Trial {id: $p0})
    RETURN v1
    UNION ALL
    MATCH (v1:Sponsor {id: $p0})
    RETURN v1
    UNION ALL
    MATCH (v1:Agency {id: $p0})
    RETURN v1
    UNION ALL
    MATCH (v1:Approval {id: $p0})
    RETURN v1
}
RETURN CASE WHEN v1:Drug THEN [0, ['Drug', v1.id, v1.genericName]] WHEN v1:Condition THEN [1, ['Condition', v1.id]] WHEN v1:Trial THEN [2, ['Trial', v1.id, v1.nctId]] WHEN v1:Sponsor THEN [3, ['Sponsor', v1.id]] WHEN v1:Agency THEN [4, ['Agency', v1.id]] WHEN v1:FdaApproval THEN [5, ['FdaApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v2:Agency)
    WITH *
    LIMIT 1
    RETURN [v2.shortName]
})]] WHEN v1:EmaApproval THEN [6, ['EmaApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v3:Agency)
    WITH *
    LIMIT 1
    RETURN [v3.shortName]
}), CASE WHEN coalesce(v1.dateRaw, v1.date) IS NOT NULL AND v1.dateKind = 'ISSUED' THEN [CASE WHEN size(v1.date) = 10 THEN v1.date END, toInteger(substring(v1.date, 0, 4)), CASE WHEN size(v1.date) >= 7 THEN toInteger(substring(v1.date, 5, 2)) END, CASE WHEN size(v1.date) = 10 THEN toInteger(substring(v1.date, 8, 2)) END, CASE size(v1.date) WHEN 10 THEN 'DAY' WHEN 7 THEN 'MONTH' WHEN 4 THEN 'YEAR' ELSE 'UNKNOWN' END] END]] WHEN v1:HsaApproval THEN [7, ['HsaApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v4:Agency)
    WITH *
    LIMIT 1
    RETURN [v4.shortName]
})]] WHEN v1:NmpaApproval THEN [8, ['NmpaApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v5:Agency)
    WITH *
    LIMIT 1
    RETURN [v5.shortName]
})]] WHEN v1:PpbApproval THEN [9, ['PpbApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v6:Agency)
    WITH *
    LIMIT 1
    RETURN [v6.shortName]
})]] WHEN v1:TgaApproval THEN [10, ['TgaApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v7:Agency)
    WITH *
    LIMIT 1
    RETURN [v7.shortName]
})]] WHEN v1:HealthCanadaApproval THEN [11, ['HealthCanadaApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v8:Agency)
    WITH *
    LIMIT 1
    RETURN [v8.shortName]
})]] WHEN v1:AempsApproval THEN [12, ['AempsApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v9:Agency)
    WITH *
    LIMIT 1
    RETURN [v9.shortName]
})]] WHEN v1:PhFdaApproval THEN [13, ['PhFdaApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v10:Agency)
    WITH *
    LIMIT 1
    RETURN [v10.shortName]
})]] WHEN v1:SfdaApproval THEN [14, ['SfdaApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v11:Agency)
    WITH *
    LIMIT 1
    RETURN [v11.shortName]
})]] WHEN v1:NpraApproval THEN [15, ['NpraApproval', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v12:Agency)
    WITH *
    LIMIT 1
    RETURN [v12.shortName]
})]] WHEN v1:EmcRecord THEN [16, ['EmcRecord', v1.id, v1.productName, head(COLLECT {
    MATCH (v1)-[:GRANTED_BY]->(v13:Agency)
    WITH *
    LIMIT 1
    RETURN [v13.shortName]
})]] END AS answer
LIMIT 1
