RETURN [$p1, false, true, COUNT { (:Trial) }, COLLECT {
    CALL () {
        MATCH (v1:Trial)
        WHERE v1.studyFirstPostDate IS NULL AND ($p0[0] IS NULL AND v1.id < $p0[1])
        WITH *
        ORDER BY v1.studyFirstPostDate, v1.id DESC
        LIMIT $p1 + 1
        RETURN v1
        UNION ALL
        MATCH (v1:Trial)
        WHERE v1.studyFirstPostDate IS NOT NULL AND v1.id IS NOT NULL AND ($p0[0] IS NULL OR v1.studyFirstPostDate > $p0[0] OR (v1.studyFirstPostDate = $p0[0] AND v1.id < $p0[1]))
        WITH *
        ORDER BY v1.studyFirstPostDate, v1.id DESC
        LIMIT $p1 + 1
        RETURN v1
    }
    WITH *
    LIMIT $p1 + 1
    RETURN [[v1.studyFirstPostDate, v1.id], [v1.nctId, CASE WHEN coalesce(v1.studyFirstPostDateRaw, v1.studyFirstPostDate) IS NOT NULL THEN [coalesce(v1.studyFirstPostDateRaw, v1.studyFirstPostDate)] END]]
}] AS answer
