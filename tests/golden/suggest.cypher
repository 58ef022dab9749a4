CALL (*) {
    CALL () {
        WITH $p0 AS ask
        WHERE ask.name <> ''
        MATCH (n:Name)
        WHERE n.normalised STARTS WITH ask.name
        MATCH (n)<-[h:HAS_NAME]-(v1)
        WITH ask, n, h, v1
        WHERE $p1 IS NULL OR CASE WHEN v1:Drug THEN 'DRUG' WHEN v1:Condition THEN 'CONDITION' WHEN v1:Trial THEN 'TRIAL' WHEN v1:Sponsor THEN 'SPONSOR' WHEN v1:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $p1
        RETURN v1, n.value AS w2, h.kind AS n3, n.normalised = ask.name AS w4
        LIMIT 1000
        UNION ALL
        WITH $p0 AS ask
        WHERE ask.number <> ''
        MATCH (v1:Trial)
        WHERE v1.nctId STARTS WITH ask.number
        RETURN v1, v1.nctId AS w2, 'CODE' AS n3, v1.nctId = ask.number AS w4
        LIMIT 200
        UNION ALL
        WITH $p0 AS ask
        MATCH (v1:Agency)
        WHERE ask.name <> '' AND (toLower(v1.code) STARTS WITH ask.name OR toLower(v1.shortName) STARTS WITH ask.name OR toLower(v1.name) STARTS WITH ask.name)
        RETURN v1, v1.name AS w2, 'LEGAL' AS n3, toLower(v1.code) = ask.name AS w4
    }
    WITH v1, w2, n3, w4
    WHERE $p1 IS NULL OR CASE WHEN v1:Drug THEN 'DRUG' WHEN v1:Condition THEN 'CONDITION' WHEN v1:Trial THEN 'TRIAL' WHEN v1:Sponsor THEN 'SPONSOR' WHEN v1:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $p1
    ORDER BY w4 DESC, size(w2), w2
    WITH v1, collect([w2, n3, w4])[0] AS best
    WITH v1 AS v1, best[0] AS w2, best[1] AS n3, best[2] AS w4
    ORDER BY w4 DESC, NOT v1:Drug, size(w2), w2, v1.id
    LIMIT coalesce($p2, 10)
    WITH *
    ORDER BY w4 DESC, NOT v1:Drug, size(w2), w2, v1.id
    RETURN collect([w2, CASE WHEN v1:Drug THEN 'DRUG' WHEN v1:Condition THEN 'CONDITION' WHEN v1:Trial THEN 'TRIAL' WHEN v1:Sponsor THEN 'SPONSOR' WHEN v1:Agency THEN 'AGENCY' ELSE 'APPROVAL' END, n3, CASE WHEN v1:Drug OR v1:Condition OR v1:Trial OR v1:Agency OR v1:FdaApproval OR v1:EmaApproval OR v1:HsaApproval OR v1:NmpaApproval OR v1:PpbApproval OR v1:TgaApproval OR v1:HealthCanadaApproval OR v1:AempsApproval OR v1:PhFdaApproval OR v1:SfdaApproval OR v1:NpraApproval OR v1:EmcRecord THEN [0, []] WHEN v1:Sponsor THEN [1, [v1.slug]] END]) AS c5
}
RETURN c5 AS answer
