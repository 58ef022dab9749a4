CALL (*) {
    MATCH (v1:Sponsor)
    WHERE v1.name IS NOT NULL AND v1.id IS NOT NULL
    WITH *
    ORDER BY v1.name, v1.id
    LIMIT $p0 + 1
    CALL (*) {
        MATCH (v1)<-[r5:SPONSORED_BY]-(v6:Trial)
        WITH v6, max(r5.role) AS r7
        WITH *
        WITH *
        ORDER BY v6.studyFirstPostDate IS NULL, v6.studyFirstPostDate DESC, v6.id
        LIMIT $p2 + 1
        RETURN collect([[r7, [v6.nctId]]]) AS c8
    }
    RETURN collect([[v1.name, [$p1, false, false, COUNT {
        MATCH (v1)<-[r2:SPONSORED_BY]-(v3:Trial)
        RETURN DISTINCT v3
    }, COLLECT {
        MATCH (v1)<-[r2:SPONSORED_BY]-(v3:Trial)
        WITH DISTINCT v3
        WITH *
        WITH *
        ORDER BY v3.studyFirstPostDate IS NULL, v3.studyFirstPostDate DESC, v3.id
        LIMIT $p1 + 1
        RETURN [[v3.nctId]]
    }], [$p2, false, false, c8]]]) AS c9
}
RETURN [$p0, false, false, c9] AS answer
