RETURN [$p2, false, false, COUNT {
    MATCH (v1:Approval)
    WHERE v1.id IS NOT NULL
    WITH *
    SKIP 0
    WHERE EXISTS {
        MATCH (v1)-[t2:MANUFACTURED_BY]->(w3:Sponsor)
        WITH *
        WHERE ((t2.role IN $p0) AND (EXISTS {
            MATCH (w3)-[:HAS_NAME]->(n4:Name)
            WITH *
            WHERE (toLower(n4.normalised) STARTS WITH $p1)
            RETURN 1
        }))
        RETURN 1
    }
    RETURN v1
}, COLLECT {
    CALL () {
        MATCH (v1:Approval)
        WHERE EXISTS {
            MATCH (v1)-[t2:MANUFACTURED_BY]->(w3:Sponsor)
            WITH *
            WHERE ((t2.role IN $p0) AND (EXISTS {
                MATCH (w3)-[:HAS_NAME]->(n4:Name)
                WITH *
                WHERE (toLower(n4.normalised) STARTS WITH $p1)
                RETURN 1
            }))
            RETURN 1
        } AND v1.date IS NOT NULL AND v1.id IS NOT NULL
        WITH *
        ORDER BY v1.date DESC, v1.id
        LIMIT $p2 + 1
        RETURN v1
        UNION ALL
        MATCH (v1:Approval)
        WHERE v1.date IS NULL
        WITH *
        SKIP 0
        WHERE EXISTS {
            MATCH (v1)-[t2:MANUFACTURED_BY]->(w3:Sponsor)
            WITH *
            WHERE ((t2.role IN $p0) AND (EXISTS {
                MATCH (w3)-[:HAS_NAME]->(n4:Name)
                WITH *
                WHERE (toLower(n4.normalised) STARTS WITH $p1)
                RETURN 1
            }))
            RETURN 1
        }
        WITH *
        ORDER BY v1.date DESC, v1.id
        LIMIT $p2 + 1
        RETURN v1
    }
    WITH *
    LIMIT $p2 + 1
    RETURN [[v1.id, head(COLLECT {
        MATCH (v1)-[:HELD_BY]->(v5:Sponsor)
        WITH *
        ORDER BY v5.id
        LIMIT 1
        RETURN [v5.name, coalesce(v5.roles, [])]
    }), COLLECT {
        MATCH (v1)-[:MANUFACTURED_BY]->(v6:Sponsor)
        WITH *
        ORDER BY v6.name, v6.id
        RETURN [v6.name, coalesce(v6.roles, [])]
    }]]
}] AS answer
