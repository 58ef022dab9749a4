MATCH (v1:Drug {id: $p0})
RETURN [v1.genericName, v1.unii, [$p1, false, false, COLLECT {
    CALL (v1) {
        MATCH (v2:Approval)-[r3:FOR_DRUG]->()
        WHERE r3.drugId = v1.id AND r3.date IS NOT NULL AND v2.id IS NOT NULL
        WITH *
        ORDER BY r3.drugId DESC, r3.date DESC, v2.id
        LIMIT $p1 + 1
        RETURN v2
        UNION ALL
        MATCH (v2:Approval)-[r3:FOR_DRUG]->(v1)
        WHERE r3.date IS NULL
        WITH *
        ORDER BY r3.date DESC, v2.id
        LIMIT $p1 + 1
        RETURN v2
    }
    WITH *
    LIMIT $p1 + 1
    RETURN []
}]] AS answer
LIMIT 1
