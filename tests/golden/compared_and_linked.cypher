CALL () {
    MATCH (v1:Trial)
    WHERE v1.studyFirstPostDate IS NOT NULL AND v1.id IS NOT NULL AND (v1.studyFirstPostDate >= $p0)
    WITH *
    SKIP 0
    WHERE EXISTS {
        MATCH (v1)-[:TESTS]->(w2:Drug)
        WITH *
        WHERE (EXISTS {
            MATCH (w2)<-[:FOR_DRUG]-(w3:Approval)
            WITH *
            WHERE ((w3.agencyCode IN $p1) AND (w3.status IN $p2))
            RETURN 1
        })
        RETURN 1
    }
    WITH v1
    ORDER BY v1.studyFirstPostDate DESC, v1.id
    RETURN collect(v1) AS c4
}
RETURN [$p3, false, false, size(c4), COLLECT {
    UNWIND c4[..$p3 + 1] AS v1
    RETURN [[v1.nctId, CASE WHEN coalesce(v1.studyFirstPostDateRaw, v1.studyFirstPostDate) IS NOT NULL THEN [CASE WHEN size(v1.studyFirstPostDate) = 10 THEN v1.studyFirstPostDate END] END]]
}] AS answer
