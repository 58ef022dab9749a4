RETURN [$p0, false, false, COLLECT {
    MATCH (v1:Approval)
    WHERE v1.agencyCode IS NOT NULL AND v1.id IS NOT NULL
    WITH *
    ORDER BY v1.agencyCode, v1.id
    LIMIT $p0 + 1
    RETURN [CASE WHEN v1:FdaApproval THEN [0, ['FdaApproval', v1.id, v1.ndcCode, head(COLLECT {
        MATCH (v1)-[:HELD_BY]->(v2:Sponsor)
        WITH *
        ORDER BY v2.id
        LIMIT 1
        RETURN [v2.name]
    }), CASE WHEN coalesce(v1.dateRaw, v1.date) IS NOT NULL AND v1.dateKind = 'EFFECTIVE' THEN [CASE WHEN size(v1.date) = 10 THEN v1.date END] END]] WHEN v1:EmaApproval THEN [1, ['EmaApproval', v1.id, head(COLLECT {
        MATCH (v1)-[:HELD_BY]->(v3:Sponsor)
        WITH *
        ORDER BY v3.id
        LIMIT 1
        RETURN [v3.name]
    }), CASE WHEN coalesce(v1.dateRaw, v1.date) IS NOT NULL AND v1.dateKind = 'ISSUED' THEN [CASE WHEN size(v1.date) = 10 THEN v1.date END] END]] WHEN v1:HsaApproval THEN [2, ['HsaApproval', v1.id, v1.approvalNumber, head(COLLECT {
        MATCH (v1)-[:HELD_BY]->(v4:Sponsor)
        WITH *
        ORDER BY v4.id
        LIMIT 1
        RETURN [v4.name]
    }), COLLECT {
        MATCH (v1)-[:MANUFACTURED_BY]->(v5:Sponsor)
        WITH *
        ORDER BY v5.name, v5.id
        RETURN [v5.name]
    }, CASE WHEN coalesce(v1.dateRaw, v1.date) IS NOT NULL AND v1.dateKind = 'APPROVAL' THEN [coalesce(v1.dateRaw, v1.date), CASE WHEN size(v1.date) >= 7 THEN toInteger(substring(v1.date, 5, 2)) END] END]] WHEN v1:NmpaApproval THEN [3, ['NmpaApproval', v1.id, v1.approvalNumber, v1.nmpaDrugType]] WHEN v1:PpbApproval THEN [4, ['PpbApproval', v1.id, v1.registrationNo, v1.licenceNo, CASE WHEN coalesce(v1.dateRaw, v1.date) IS NOT NULL AND v1.dateKind = 'REGISTRATION' THEN [toInteger(substring(v1.date, 0, 4))] END]] WHEN v1:TgaApproval THEN [5, ['TgaApproval', v1.id, v1.artgId, head(COLLECT {
        MATCH (v1)-[:HELD_BY]->(v6:Sponsor)
        WITH *
        ORDER BY v6.id
        LIMIT 1
        RETURN [v6.name]
    }), v1.registrationType]] WHEN v1:HealthCanadaApproval THEN [6, ['HealthCanadaApproval', v1.id, v1.din, CASE WHEN coalesce(v1.dateRaw, v1.date) IS NOT NULL AND v1.dateKind = 'MARKET' THEN [CASE WHEN size(v1.date) = 10 THEN v1.date END] END]] WHEN v1:AempsApproval THEN [7, ['AempsApproval', v1.id, v1.registrationNumber, v1.pharmaceuticalForm, v1.prescriptionType]] WHEN v1:PhFdaApproval THEN [8, ['PhFdaApproval', v1.id, v1.licenseNumber, head(COLLECT {
        MATCH (v1)-[:HELD_BY]->(v7:Sponsor)
        WITH *
        ORDER BY v7.id
        LIMIT 1
        RETURN [v7.name]
    })]] WHEN v1:SfdaApproval THEN [9, ['SfdaApproval', v1.id, v1.licenseNumber, CASE WHEN coalesce(v1.dateRaw, v1.date) IS NOT NULL AND v1.dateKind = 'APPROVAL' THEN [coalesce(v1.dateRaw, v1.date)] END]] WHEN v1:NpraApproval THEN [10, ['NpraApproval', v1.id, v1.registrationNumber]] WHEN v1:EmcRecord THEN [11, ['EmcRecord', v1.id, v1.maNumber, head(COLLECT {
        MATCH (v1)-[:HELD_BY]->(v8:Sponsor)
        WITH *
        ORDER BY v8.id
        LIMIT 1
        RETURN [v8.name]
    }), v1.activeIngredient, v1.pharmaceuticalForm, CASE WHEN coalesce(v1.dateRaw, v1.date) IS NOT NULL AND v1.dateKind = 'AUTHORISATION' THEN [CASE WHEN size(v1.date) = 10 THEN v1.date END] END]] END]
}] AS answer
