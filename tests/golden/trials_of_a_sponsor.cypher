CALL (*) {
    MATCH (v1:Sponsor)
    WHERE v1.name IS NOT NULL AND v1.id IS NOT NULL
    WITH *
    ORDER BY v1.name, v1.id
    LIMIT $p0 + 1
    CALL (*) {
        MATCH (v1)<-[r2:SPONSORED_BY]-(v3:Trial)
        WITH DISTINCT v3
        WITH *
        WITH *
        ORDER BY v3.studyFirstPostDate IS NULL, v3.studyFirstPostDate DESC, v3.id
        LIMIT $p1 + 1
        RETURN collect([[v3.nctId]]) AS c5
    }
    CALL (*) {
        MATCH (v1)<-[r6:SPONSORED_BY]-(v7:Trial)
        WITH v7, max(r6.role) AS r8
        WITH *
        WITH *
        ORDER BY v7.studyFirstPostDate IS NULL, v7.studyFirstPostDate DESC, v7.id
        LIMIT $p2 + 1
        RETURN collect([[r8, [v7.nctId]]]) AS c9
    }
    RETURN collect([[v1.name, [$p1, false, false, COUNT {
        MATCH (v1)<-[r2:SPONSORED_BY]-(v3:Trial)
        RETURN DISTINCT v3
    }, c5], [$p2, false, false, c9]]]) AS c10
}
RETURN [$p0, false, false, c10] AS answer
