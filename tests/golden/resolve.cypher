CALL (*) {
    UNWIND range(0, size($p0) - 1) AS i1
    WITH i1, $p0[i1] AS ask
    OPTIONAL CALL (ask) {
        MATCH (:Name {normalised: ask.name})<-[h:HAS_NAME]-(v)
        WITH v, min(CASE WHEN h.kind IN ['GENERIC', 'LEGAL'] OR (v:Sponsor AND h.kind = 'TRADING') THEN 0 ELSE 2 END) AS rank
        RETURN v, rank, 'names' AS field
        UNION ALL
        MATCH (v:Agency)
        WHERE toLower(v.name) = ask.name OR toLower(v.shortName) = ask.name
        RETURN v, 0 AS rank, 'name' AS field
        UNION ALL
        MATCH (v:Drug {unii: ask.number})
        RETURN v, 1 AS rank, 'unii' AS field
        UNION ALL
        MATCH (v:Drug {casNumber: ask.code})
        RETURN v, 1 AS rank, 'casNumber' AS field
        UNION ALL
        MATCH (v:Trial {nctId: ask.number})
        RETURN v, 1 AS rank, 'nctId' AS field
        UNION ALL
        MATCH (v:Agency {code: toUpper(ask.code)})
        RETURN v, 1 AS rank, 'code' AS field
        UNION ALL
        MATCH (v:Approval {numberNormalised: ask.number})
        RETURN v, 1 AS rank, 'identifiers' AS field
        UNION ALL
        MATCH (:Xref {code: ask.code})<-[:HAS_XREF]-(v)
        RETURN v, 1 AS rank, 'xrefs' AS field
    }
    WITH i1, ask, CASE WHEN $p1 IS NULL OR CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL' WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $p1 THEN v END AS v, rank, field
    ORDER BY i1, rank, v.id
    WITH i1, ask, v, collect({v: v, kind: CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL' WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END, rank: rank, score: 3000000 - rank * 1000000, field: field, words: ask.text})[0] AS hit
    ORDER BY i1, hit.rank, v.id
    WITH i1, ask, [h IN collect(hit) WHERE h.v IS NOT NULL] AS m2
    WITH i1 AS i1, ask AS a3, m2 AS m2
    WITH *
    ORDER BY i1
    RETURN collect([a3.text, CASE WHEN size(m2) = 0 THEN 'NONE' WHEN size([m IN m2 WHERE m.rank = m2[0].rank]) > 1 THEN 'AMBIGUOUS' ELSE ['DIRECT', 'IDENTIFIER', 'ALIAS'][m2[0].rank] END, COLLECT {
        UNWIND m2[..25] AS h4
        WITH h4, h4.v AS v5
        WITH *
        ORDER BY h4.rank, h4.v.id
        RETURN [h4.kind, coalesce(h4.field, CASE WHEN h4.v:Name THEN 'names' WHEN h4.v:Trial THEN CASE a3.number WHEN h4.v.nctId THEN 'nctId' ELSE 'briefTitle' END WHEN h4.v:Agency THEN 'name' WHEN a3.number IN h4.v.identifiersNormalised THEN 'identifiers' ELSE 'productName' END), CASE WHEN v5:Drug OR v5:Condition THEN [0, [v5.id]] WHEN v5:Trial OR v5:Sponsor OR v5:Agency OR v5:FdaApproval OR v5:EmaApproval OR v5:HsaApproval OR v5:NmpaApproval OR v5:PpbApproval OR v5:TgaApproval OR v5:HealthCanadaApproval OR v5:AempsApproval OR v5:PhFdaApproval OR v5:SfdaApproval OR v5:NpraApproval OR v5:EmcRecord THEN [1, []] END]
    }]) AS c6
}
RETURN c6 AS answer
