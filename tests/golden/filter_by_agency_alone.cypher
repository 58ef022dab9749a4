CALL () {
    MATCH (v1:Drug)
    WHERE v1.genericName IS NOT NULL AND v1.id IS NOT NULL
    WITH *
    SKIP 0
    WHERE (EXISTS { (v1)-[:COVERED_BY {state: 'FOUND'}]->(g2) WHERE g2.code IN $p0 })
    WITH v1
    ORDER BY v1.genericName, v1.id
    RETURN collect(v1) AS c3
}
RETURN [$p1, false, false, size(c3), COLLECT {
    UNWIND c3[..$p1 + 1] AS v1
    RETURN [[v1.genericName]]
}] AS answer
