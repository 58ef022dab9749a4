MATCH (v1:Drug {slug: $p0})
CALL (*) {
    CALL (v1) {
        MATCH (v1)-[a5:INDICATED_FOR|ASSOCIATED_WITH]->(v6:Condition)
        RETURN v6, type(a5) AS l7, null AS t8
        UNION ALL
        MATCH (v1)<-[:TESTS]-(t8:Trial)-[:STUDIES]->(v6:Condition)
        RETURN v6, 'STUDIED_FOR' AS l7, t8
    }
    WITH v6, collect(DISTINCT l7) AS l9, collect(DISTINCT t8) AS t10
    WITH *
    WITH *
    ORDER BY v6.name, v6.id
    LIMIT $p2 + 1
    RETURN collect([[v6.name]]) AS c11
}
RETURN [v1.id, v1.genericName, coalesce(v1.brandNames, []), v1.drugType, v1.casNumber, v1.unii, v1.overview, v1.indicationText, COLLECT {
    MATCH (v1)-[r2:HAS_NAME]->(v3:Name)
    WHERE (r2.kind IN $p1)
    WITH *
    ORDER BY r2.kind, v3.value
    RETURN [v3.value, r2.kind, r2.language]
}, COLLECT {
    MATCH (v1)-[:HAS_XREF]->(v4:Xref)
    WITH *
    ORDER BY v4.id
    RETURN [v4.source, v4.code, v4.url]
}, [$p2, false, false, COUNT {
    CALL (v1) {
        MATCH (v1)-[a5:INDICATED_FOR|ASSOCIATED_WITH]->(v6:Condition)
        RETURN v6, type(a5) AS l7, null AS t8
        UNION ALL
        MATCH (v1)<-[:TESTS]-(t8:Trial)-[:STUDIES]->(v6:Condition)
        RETURN v6, 'STUDIED_FOR' AS l7, t8
    }
    RETURN DISTINCT v6
}, c11], [$p3, false, false, COUNT { (v1)<-[:TESTS]-() }, COLLECT {
    CALL (v1) {
        MATCH (v12:Trial)-[r13:TESTS]->()
        WHERE r13.drugId = v1.id AND r13.studyFirstPostDate IS NOT NULL AND v12.id IS NOT NULL
        WITH *
        ORDER BY r13.drugId DESC, r13.studyFirstPostDate DESC, v12.id
        LIMIT $p3 + 1
        RETURN v12
        UNION ALL
        MATCH (v12:Trial)-[r13:TESTS]->(v1)
        WHERE r13.studyFirstPostDate IS NULL
        WITH *
        ORDER BY r13.studyFirstPostDate DESC, v12.id
        LIMIT $p3 + 1
        RETURN v12
    }
    WITH *
    LIMIT $p3 + 1
    RETURN [[v12.nctId, coalesce(v12.phases, []), v12.overallStatus, CASE WHEN coalesce(v12.startDateRaw, v12.startDate) IS NOT NULL THEN [coalesce(v12.startDateRaw, v12.startDate), CASE size(v12.startDate) WHEN 10 THEN 'DAY' WHEN 7 THEN 'MONTH' WHEN 4 THEN 'YEAR' ELSE 'UNKNOWN' END] END]]
}], [$p4, false, false, COUNT { (v1)<-[:FOR_DRUG]-() }, COLLECT {
    CALL (v1) {
        MATCH (v14:Approval)-[r15:FOR_DRUG]->()
        WHERE r15.drugId = v1.id AND r15.date IS NOT NULL AND v14.id IS NOT NULL
        WITH *
        ORDER BY r15.drugId DESC, r15.date DESC, v14.id
        LIMIT $p4 + 1
        RETURN v14
        UNION ALL
        MATCH (v14:Approval)-[r15:FOR_DRUG]->(v1)
        WHERE r15.date IS NULL
        WITH *
        ORDER BY r15.date DESC, v14.id
        LIMIT $p4 + 1
        RETURN v14
    }
    WITH *
    LIMIT $p4 + 1
    RETURN [CASE WHEN v14:FdaApproval THEN [0, ['FdaApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:EmaApproval THEN [1, ['EmaApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:HsaApproval THEN [2, ['HsaApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:NmpaApproval THEN [3, ['NmpaApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:PpbApproval THEN [4, ['PpbApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:TgaApproval THEN [5, ['TgaApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:HealthCanadaApproval THEN [6, ['HealthCanadaApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:AempsApproval THEN [7, ['AempsApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:PhFdaApproval THEN [8, ['PhFdaApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:SfdaApproval THEN [9, ['SfdaApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:NpraApproval THEN [10, ['NpraApproval', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] WHEN v14:EmcRecord THEN [11, ['EmcRecord', v14.productName, v14.status, CASE WHEN coalesce(v14.dateRaw, v14.date) IS NOT NULL THEN [CASE WHEN size(v14.date) = 10 THEN v14.date END] END, v14.dateKind]] END]
}], COLLECT {
    MATCH (v16:Agency)
    OPTIONAL MATCH (v1)-[r17:COVERED_BY]->(v16)
    WITH v16, r17
    WHERE (coalesce(r17.state, 'NOT_CHECKED') IN $p5)
    WITH *
    ORDER BY CASE v16.code WHEN 'FDA' THEN 0 WHEN 'EMA' THEN 1 WHEN 'HSA' THEN 2 WHEN 'NMPA' THEN 3 WHEN 'PPB' THEN 4 WHEN 'TGA' THEN 5 WHEN 'HEALTH_CANADA' THEN 6 WHEN 'AEMPS' THEN 7 WHEN 'PH_FDA' THEN 8 WHEN 'SFDA' THEN 9 WHEN 'NPRA' THEN 10 WHEN 'EMC' THEN 11 END
    RETURN [[v16.code], coalesce(r17.state, 'NOT_CHECKED'), coalesce(r17.recordCount, 0), r17.message]
}, COLLECT {
    MATCH (v1)-[:DESCRIBED_BY]->(v18:Report)
    WITH *
    ORDER BY v18.publishedOn IS NULL, v18.publishedOn DESC, v18.id
    RETURN [v18.title, v18.publishedOn, COLLECT {
        UNWIND range(0, size(v18.headings) - 1) AS i19
        WITH *
        ORDER BY i19
        RETURN [v18.headings[i19], v18.levels[i19]]
    }]
}] AS answer
LIMIT 1
