MATCH (v1:Drug {slug: $p0})
CALL (*) {
    RETURN COUNT {
        MATCH (v1)<-[:TESTS]-(v2:Trial)
        WHERE ((size(v2.phases) > 0) = $p1)
        RETURN v2
    } AS t10
}
CALL (*) {
    MATCH (v1)<-[:TESTS]-(v2:Trial)
    WHERE ((size(v2.phases) > 0) = $p1)
    WITH v2.phases AS g3, v2.overallStatus AS g8, count(*) AS n9
    WITH *, coalesce(CASE WHEN size(g3) > 0 THEN reduce(t4 = '', e5 IN g3 | t4 + CASE t4 WHEN '' THEN '' ELSE '/' END + e5) END, '￿') AS o11, coalesce(g8, '￿') AS o12
    WHERE (n9 >= $p2)
    ORDER BY n9 DESC, o11, o12
    LIMIT $p3
    WITH *, [['PHASE', CASE WHEN size(g3) > 0 THEN reduce(t4 = '', e5 IN g3 | t4 + CASE t4 WHEN '' THEN '' ELSE '/' END + e5) END, coalesce(CASE WHEN size(g3) > 0 THEN reduce(t6 = '', e7 IN g3 | t6 + CASE t6 WHEN '' THEN '' ELSE '/' END + {NA: 'Not Applicable', EARLY_PHASE1: 'Early Phase 1', PHASE1: 'Phase 1', PHASE2: 'Phase 2', PHASE3: 'Phase 3', PHASE4: 'Phase 4'}[e7]) END, 'Not stated')], ['OVERALL_STATUS', g8, coalesce(toUpper(left(g8, 1)) + toLower(replace(substring(g8, 1), '_', ' ')), 'Not stated')]] AS g13
    RETURN collect([COLLECT {
        UNWIND g13 AS k14
        RETURN [k14[0], k14[1], k14[2]]
    }, n9, toFloat(n9) / t10]) AS c15
}
RETURN [[COUNT {
    MATCH (v1)<-[:TESTS]-(v2:Trial)
    WHERE ((size(v2.phases) > 0) = $p1)
    RETURN v2
}, c15]] AS answer
LIMIT 1
