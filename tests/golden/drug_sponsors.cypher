MATCH (v1:Drug {casNumber: $p0})
WITH v1
ORDER BY v1.id
LIMIT 1
CALL (*) {
    MATCH (v1)<-[:TESTS|FOR_DRUG]-(x2)-[r3:SPONSORED_BY|HELD_BY]->(v4:Sponsor)
    WITH *, v4 AS s5
    WHERE (r3.role IN $p1)
    WITH v4, collect(DISTINCT r3.role) AS r6, collect(DISTINCT x2.agencyCode) AS c7, collect(DISTINCT s5) AS e8, count(DISTINCT CASE WHEN x2:Trial THEN x2 END) AS t9
    WITH *
    WITH *
    ORDER BY v4.name, v4.id
    LIMIT $p2 + 1
    RETURN collect([[[v4.name, head(COLLECT {
        MATCH p10 = (v4)-[:SUBSIDIARY_OF*0..10]->(v11:Sponsor)
        WITH *
        ORDER BY length(p10) DESC, v11.id
        LIMIT 1
        RETURN [v11.name]
    })], [e12 IN ['LEAD_SPONSOR', 'COLLABORATOR', 'MANUFACTURER', 'AUTHORISATION_HOLDER', 'COMPANY', 'LOCAL_SPONSOR'] WHERE e12 IN r6], [e12 IN ['FDA', 'EMA', 'HSA', 'NMPA', 'PPB', 'TGA', 'HEALTH_CANADA', 'AEMPS', 'PH_FDA', 'SFDA', 'NPRA', 'EMC'] WHERE e12 IN c7], t9]]) AS c13
}
RETURN [[$p2, false, false, COUNT {
    MATCH (v1)<-[:TESTS|FOR_DRUG]-(x2)-[r3:SPONSORED_BY|HELD_BY]->(v4:Sponsor)
    WITH *, v4 AS s5
    WHERE (r3.role IN $p1)
    RETURN DISTINCT v4
}, c13]] AS answer
LIMIT 1
