CALL () {
    WITH $p0 AS ask
    WHERE ask.exact <> ''
    CALL db.index.fulltext.queryNodes('search_text', $p0.exact, {limit: 5000}) YIELD node, score
    WITH collect([node, score]) AS found
    CALL (found) {
        UNWIND CASE WHEN $p1 IS NULL OR any(type IN $p1 WHERE type IN ['DRUG', 'CONDITION', 'SPONSOR']) THEN [each IN found WHERE each[0]:Name] ELSE [] END AS each
        WITH each[0] AS node, each[1] AS score
        MATCH (node)<-[h:HAS_NAME]-(v)
        WITH v, CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' ELSE 'SPONSOR' END AS kind, node, h.kind AS called, score
        WHERE $p1 IS NULL OR kind IN $p1
        WITH v, kind, min([-score * CASE WHEN node.normalised = $p0.name THEN 4.0 WHEN node.normalised STARTS WITH $p0.name THEN 2.0 ELSE 1.0 END * CASE called WHEN 'GENERIC' THEN 1.5 WHEN 'TRADING' THEN 1.5 ELSE 1.0 END * CASE kind WHEN 'DRUG' THEN 1.5 ELSE 1.0 END, node.value, node]) AS best
        WITH kind, collect([v, toInteger(round(best[0] * -1000000)), best[2], v.id]) AS entries
        RETURN collect([kind, entries]) AS named
    }
    RETURN named + [of IN [['TRIAL', CASE WHEN $p1 IS NULL OR 'TRIAL' IN $p1 THEN [each IN found WHERE each[0]:Trial | [each[0], toInteger(round(each[1] * 1000000 * CASE WHEN toLower(each[0].briefTitle) STARTS WITH $p0.name THEN CASE toLower(each[0].briefTitle) WHEN $p0.name THEN 4.0 ELSE 2.0 END WHEN $p0.number STARTS WITH 'NCT' AND each[0].nctId = $p0.number THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END], ['APPROVAL', CASE WHEN $p1 IS NULL OR 'APPROVAL' IN $p1 THEN [each IN found WHERE each[0]:Approval | [each[0], toInteger(round(each[1] * 500000 * CASE WHEN toLower(each[0].productName) STARTS WITH $p0.name THEN CASE toLower(each[0].productName) WHEN $p0.name THEN 4.0 ELSE 2.0 END WHEN false THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END], ['AGENCY', CASE WHEN $p1 IS NULL OR 'AGENCY' IN $p1 THEN [each IN found WHERE each[0]:Agency | [each[0], toInteger(round(each[1] * 1000000 * CASE WHEN toLower(each[0].name) STARTS WITH $p0.name THEN CASE toLower(each[0].name) WHEN $p0.name THEN 4.0 ELSE 2.0 END WHEN toLower(each[0].code) = $p0.name THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END]] WHERE size(of[1]) > 0] AS h1
}
CALL (h1) {
    WITH h1
    WHERE size(h1) = 0 AND $p0.exact <> ''
    WITH 1 AS none
    CALL db.index.fulltext.queryNodes('search_text', $p0.close, {limit: 5000}) YIELD node, score
    WITH collect([node, score]) AS found
    CALL (found) {
        UNWIND CASE WHEN $p1 IS NULL OR any(type IN $p1 WHERE type IN ['DRUG', 'CONDITION', 'SPONSOR']) THEN [each IN found WHERE each[0]:Name] ELSE [] END AS each
        WITH each[0] AS node, each[1] AS score
        MATCH (node)<-[h:HAS_NAME]-(v)
        WITH v, CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' ELSE 'SPONSOR' END AS kind, node, h.kind AS called, score
        WHERE $p1 IS NULL OR kind IN $p1
        WITH v, kind, min([-score * CASE WHEN node.normalised = $p0.name THEN 4.0 WHEN node.normalised STARTS WITH $p0.name THEN 2.0 ELSE 1.0 END * CASE called WHEN 'GENERIC' THEN 1.5 WHEN 'TRADING' THEN 1.5 ELSE 1.0 END * CASE kind WHEN 'DRUG' THEN 1.5 ELSE 1.0 END, node.value, node]) AS best
        WITH kind, collect([v, toInteger(round(best[0] * -1000000)), best[2], v.id]) AS entries
        RETURN collect([kind, entries]) AS named
    }
    RETURN named + [of IN [['TRIAL', CASE WHEN $p1 IS NULL OR 'TRIAL' IN $p1 THEN [each IN found WHERE each[0]:Trial | [each[0], toInteger(round(each[1] * 1000000 * CASE WHEN toLower(each[0].briefTitle) STARTS WITH $p0.name THEN CASE toLower(each[0].briefTitle) WHEN $p0.name THEN 4.0 ELSE 2.0 END WHEN $p0.number STARTS WITH 'NCT' AND each[0].nctId = $p0.number THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END], ['APPROVAL', CASE WHEN $p1 IS NULL OR 'APPROVAL' IN $p1 THEN [each IN found WHERE each[0]:Approval | [each[0], toInteger(round(each[1] * 500000 * CASE WHEN toLower(each[0].productName) STARTS WITH $p0.name THEN CASE toLower(each[0].productName) WHEN $p0.name THEN 4.0 ELSE 2.0 END WHEN false THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END], ['AGENCY', CASE WHEN $p1 IS NULL OR 'AGENCY' IN $p1 THEN [each IN found WHERE each[0]:Agency | [each[0], toInteger(round(each[1] * 1000000 * CASE WHEN toLower(each[0].name) STARTS WITH $p0.name THEN CASE toLower(each[0].name) WHEN $p0.name THEN 4.0 ELSE 2.0 END WHEN toLower(each[0].code) = $p0.name THEN 4.0 ELSE 1.0 END)), each[0], each[0].id]] ELSE [] END]] WHERE size(of[1]) > 0] AS close
}
CALL () {
    MATCH (x:Xref {code: $p0.code})<-[:HAS_XREF]-(v)
    WHERE $p1 IS NULL OR CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL' WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END IN $p1
    WITH v, CASE WHEN v:Drug THEN 'DRUG' WHEN v:Condition THEN 'CONDITION' WHEN v:Trial THEN 'TRIAL' WHEN v:Sponsor THEN 'SPONSOR' WHEN v:Agency THEN 'AGENCY' ELSE 'APPROVAL' END AS kind, min(x.code) AS code
    WITH kind, collect([v, 100000000, v, v.id, 'xrefs', code]) AS h1
    RETURN collect([kind, h1]) AS numbered
}
WITH numbered, COLLECT {
    UNWIND numbered AS of
    UNWIND of[1] AS hit
    RETURN hit[0]
} AS met, CASE size(h1) WHEN 0 THEN close ELSE h1 END AS h1
WITH CASE size(met) WHEN 0 THEN h1 ELSE numbered + [of IN h1 | [of[0], [hit IN of[1] WHERE NOT hit[0] IN met]]] END AS h1
CALL (*) {
    UNWIND h1 AS o5
    WITH h1, o5[0] AS k6, sum(size(o5[1])) AS n7
    WHERE n7 > 0
    WITH *
    ORDER BY n7 DESC, k6
    RETURN collect([k6, n7]) AS c8
}
RETURN [$p2, false, false, reduce(n = 0, of IN h1 | n + size(of[1])), c8, COLLECT {
    UNWIND h1 AS o2
    UNWIND o2[1] AS h3
    WITH o2, h3, h3[0] AS v4
    WITH *
    ORDER BY h3[1] DESC, h3[3]
    LIMIT $p2 + 1
    RETURN [[[o2[0], coalesce(h3[4], CASE WHEN h3[2]:Name THEN 'names' WHEN h3[2]:Trial THEN CASE $p0.number WHEN h3[2].nctId THEN 'nctId' ELSE 'briefTitle' END WHEN h3[2]:Agency THEN 'name' WHEN $p0.number IN h3[2].identifiersNormalised THEN 'identifiers' ELSE 'productName' END), [coalesce(h3[5], h3[2].value, h3[2].briefTitle, h3[2].productName, h3[2].name, h3[2].number, h3[2].officialTitle, h3[2].id), $p0.words], CASE WHEN v4:Drug THEN [0, ['Drug']] WHEN v4:Condition THEN [1, ['Condition', v4.name]] WHEN v4:Trial THEN [2, ['Trial', v4.nctId]] WHEN v4:Sponsor THEN [3, ['Sponsor']] WHEN v4:Agency THEN [4, ['Agency']] WHEN v4:FdaApproval THEN [5, ['FdaApproval']] WHEN v4:EmaApproval THEN [6, ['EmaApproval']] WHEN v4:HsaApproval THEN [7, ['HsaApproval']] WHEN v4:NmpaApproval THEN [8, ['NmpaApproval']] WHEN v4:PpbApproval THEN [9, ['PpbApproval']] WHEN v4:TgaApproval THEN [10, ['TgaApproval']] WHEN v4:HealthCanadaApproval THEN [11, ['HealthCanadaApproval']] WHEN v4:AempsApproval THEN [12, ['AempsApproval']] WHEN v4:PhFdaApproval THEN [13, ['PhFdaApproval']] WHEN v4:SfdaApproval THEN [14, ['SfdaApproval']] WHEN v4:NpraApproval THEN [15, ['NpraApproval']] WHEN v4:EmcRecord THEN [16, ['EmcRecord']] END]]]
}] AS answer
