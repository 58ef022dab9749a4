RETURN [$p1, true, false, COUNT { (:Trial) }, COLLECT {
    MATCH (v1:Trial)
    WHERE (v1.enrollmentCount < $p0[0] OR (v1.enrollmentCount IS NULL AND $p0[0] IS NOT NULL) OR ((v1.enrollmentCount = $p0[0] OR (v1.enrollmentCount IS NULL AND $p0[0] IS NULL)) AND (v1.nctId > $p0[1] OR (v1.nctId IS NULL AND $p0[1] IS NOT NULL) OR ((v1.nctId = $p0[1] OR (v1.nctId IS NULL AND $p0[1] IS NULL)) AND v1.id > $p0[2]))))
    WITH *
    ORDER BY v1.enrollmentCount IS NULL, v1.enrollmentCount DESC, v1.nctId IS NULL, v1.nctId, v1.id
    LIMIT $p1 + 1
    RETURN [[v1.enrollmentCount, v1.nctId, v1.id], [[v1.enrollmentCount, v1.nctId, v1.id], [v1.nctId, v1.enrollmentCount]]]
}] AS answer
