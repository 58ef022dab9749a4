CALL (*) {
    MATCH (v1:Approval)
    OPTIONAL MATCH (v1)-[:HELD_BY]->(k2:Sponsor)
    WITH *
    ORDER BY v1.id
    WITH k2 AS g3, collect(DISTINCT v1.id)[..5] AS s5, count(DISTINCT v1) AS n4
    WITH *, coalesce(g3.id, '￿') AS o6
    ORDER BY n4 DESC, o6
    LIMIT $p0
    WITH *, [['HOLDER', g3.id, coalesce(g3.name, 'Not stated')]] AS g7
    RETURN collect([COLLECT {
        UNWIND g7 AS k8
        RETURN [k8[1], k8[2]]
    }, n4, s5, [n4, o6]]) AS c9
}
RETURN [c9] AS answer
