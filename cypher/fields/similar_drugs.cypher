// Drugs with the most in common with one drug, best first.
//
// param   $by           LIST<STRING>  bases to compare by; all unless given
// param   $first        INTEGER       how many rows at most
// from    p             Drug          the drug
// binds   other         NODE          the other drug
// binds   shared        LIST          what both have, the most telling first
// binds   score         FLOAT         what both have among what either has
// const   most_drugs    500           drugs that have a thing, at most
// const   most_records  5000          records that lead to a thing, at most
// access  read
CALL (p) {
  WITH p AS x
  CALL (x) {
    WITH x
    WHERE 'CONDITIONS' IN coalesce($by, ['CONDITIONS', 'SPONSORS', 'AGENCIES', 'TRIALS'])
    CALL (x) {
      MATCH (x)-[:INDICATED_FOR|ASSOCIATED_WITH]->(thing:Condition)
      RETURN thing
      UNION
      MATCH (x)<-[:TESTS]-(:Trial)-[:STUDIES]->(thing:Condition)
      RETURN thing
    }
    WITH thing, thing.drugCount AS drugs, thing.trialCount AS records
    WHERE thing:Agency OR (drugs <= 500 AND records <= 5000)
    RETURN thing, 1 / (1 + log(CASE WHEN drugs < 1 THEN 1 ELSE drugs END)) AS weight
    UNION ALL
    WITH x
    WHERE 'SPONSORS' IN coalesce($by, ['CONDITIONS', 'SPONSORS', 'AGENCIES', 'TRIALS'])
    CALL (x) {
      MATCH (x)<-[:TESTS|FOR_DRUG]-()-[:SPONSORED_BY|HELD_BY]->(:Sponsor)-[:SUBSIDIARY_OF*0..10]->(thing:Sponsor)
      WHERE NOT EXISTS { (thing)-[:SUBSIDIARY_OF]->() }
      RETURN DISTINCT thing
    }
    CALL (thing) {
      MATCH (thing)<-[:SUBSIDIARY_OF*0..10]-(entity:Sponsor)
      RETURN sum(entity.drugCount) AS drugs, sum(entity.trialCount + entity.approvalCount) AS records
    }
    WITH thing, drugs, records
    WHERE thing:Agency OR (drugs <= 500 AND records <= 5000)
    RETURN thing, 1 / (1 + log(CASE WHEN drugs < 1 THEN 1 ELSE drugs END)) AS weight
    UNION ALL
    WITH x
    WHERE 'TRIALS' IN coalesce($by, ['CONDITIONS', 'SPONSORS', 'AGENCIES', 'TRIALS'])
    MATCH (x)<-[:TESTS]-(thing:Trial)
    WITH thing, COUNT { (thing)-[:TESTS]->() } AS drugs, 1 AS records
    WHERE thing:Agency OR (drugs <= 500 AND records <= 5000)
    RETURN thing, 1 / (1 + log(CASE WHEN drugs < 1 THEN 1 ELSE drugs END)) AS weight
    UNION ALL
    WITH x
    WHERE 'AGENCIES' IN coalesce($by, ['CONDITIONS', 'SPONSORS', 'AGENCIES', 'TRIALS'])
    MATCH (x)-[:COVERED_BY {state: 'FOUND'}]->(thing:Agency)
    WITH thing, COUNT { (thing)<-[:COVERED_BY]-() } AS drugs, 0 AS records
    WHERE thing:Agency OR (drugs <= 500 AND records <= 5000)
    RETURN thing, 1 / (1 + log(CASE WHEN drugs < 1 THEN 1 ELSE drugs END)) AS weight
  }
  WITH x, thing, weight
  ORDER BY weight DESC, thing.id
  WITH x, collect(thing) AS own, sum(weight) AS whole, collect({thing: thing, weight: weight}) AS weighed
  UNWIND weighed[..200] AS each
  WITH x, own, whole, each.thing AS thing, each.weight AS weight
  CALL (thing) {
    MATCH (thing)<-[:INDICATED_FOR|ASSOCIATED_WITH]-(other:Drug)
    WHERE thing:Condition
    RETURN other
    UNION
    MATCH (thing)<-[:STUDIES]-(:Trial)-[:TESTS]->(other:Drug)
    WHERE thing:Condition
    RETURN other
    UNION
    MATCH (thing)-[:TESTS]->(other:Drug)
    WHERE thing:Trial
    RETURN other
    UNION
    MATCH (thing)<-[:SUBSIDIARY_OF*0..10]-(entity:Sponsor)
    WHERE thing:Sponsor
    MATCH (entity)<-[:SPONSORED_BY|HELD_BY]-()-[:TESTS|FOR_DRUG]->(other:Drug)
    RETURN other
    UNION
    MATCH (thing)<-[:COVERED_BY {state: 'FOUND'}]-(other:Drug)
    WHERE thing:Agency AND coalesce($by, ['CONDITIONS', 'SPONSORS', 'AGENCIES', 'TRIALS']) = ['AGENCIES']
    RETURN other
  }
  WITH x AS me, own, whole, other, sum(weight) AS common
  WHERE other <> me
  WITH own, whole, other AS x, common
  ORDER BY common DESC, x.id
  LIMIT 100
  CALL (x, own) {
    CALL (x) {
      WITH x
      WHERE 'CONDITIONS' IN coalesce($by, ['CONDITIONS', 'SPONSORS', 'AGENCIES', 'TRIALS'])
      CALL (x) {
        MATCH (x)-[:INDICATED_FOR|ASSOCIATED_WITH]->(thing:Condition)
        RETURN thing
        UNION
        MATCH (x)<-[:TESTS]-(:Trial)-[:STUDIES]->(thing:Condition)
        RETURN thing
      }
      WITH thing, thing.drugCount AS drugs, thing.trialCount AS records
      WHERE thing:Agency OR (drugs <= 500 AND records <= 5000)
      RETURN thing, 1 / (1 + log(CASE WHEN drugs < 1 THEN 1 ELSE drugs END)) AS weight
      UNION ALL
      WITH x
      WHERE 'SPONSORS' IN coalesce($by, ['CONDITIONS', 'SPONSORS', 'AGENCIES', 'TRIALS'])
      CALL (x) {
        MATCH (x)<-[:TESTS|FOR_DRUG]-()-[:SPONSORED_BY|HELD_BY]->(:Sponsor)-[:SUBSIDIARY_OF*0..10]->(thing:Sponsor)
        WHERE NOT EXISTS { (thing)-[:SUBSIDIARY_OF]->() }
        RETURN DISTINCT thing
      }
      CALL (thing) {
        MATCH (thing)<-[:SUBSIDIARY_OF*0..10]-(entity:Sponsor)
        RETURN sum(entity.drugCount) AS drugs, sum(entity.trialCount + entity.approvalCount) AS records
      }
      WITH thing, drugs, records
      WHERE thing:Agency OR (drugs <= 500 AND records <= 5000)
      RETURN thing, 1 / (1 + log(CASE WHEN drugs < 1 THEN 1 ELSE drugs END)) AS weight
      UNION ALL
      WITH x
      WHERE 'TRIALS' IN coalesce($by, ['CONDITIONS', 'SPONSORS', 'AGENCIES', 'TRIALS'])
      MATCH (x)<-[:TESTS]-(thing:Trial)
      WITH thing, COUNT { (thing)-[:TESTS]->() } AS drugs, 1 AS records
      WHERE thing:Agency OR (drugs <= 500 AND records <= 5000)
      RETURN thing, 1 / (1 + log(CASE WHEN drugs < 1 THEN 1 ELSE drugs END)) AS weight
      UNION ALL
      WITH x
      WHERE 'AGENCIES' IN coalesce($by, ['CONDITIONS', 'SPONSORS', 'AGENCIES', 'TRIALS'])
      MATCH (x)-[:COVERED_BY {state: 'FOUND'}]->(thing:Agency)
      WITH thing, COUNT { (thing)<-[:COVERED_BY]-() } AS drugs, 0 AS records
      WHERE thing:Agency OR (drugs <= 500 AND records <= 5000)
      RETURN thing, 1 / (1 + log(CASE WHEN drugs < 1 THEN 1 ELSE drugs END)) AS weight
    }
    WITH thing, weight, thing IN own AS mine
    ORDER BY weight DESC, thing.id
    RETURN sum(weight) AS others, sum(CASE WHEN mine THEN weight ELSE 0.0 END) AS both, collect(CASE WHEN mine THEN
      thing END) AS shared
  }
  WITH x AS other, shared, round(both / (whole + others - both), 4) AS score
  WHERE size(shared) > 0
  ORDER BY score DESC, size(shared) DESC, other.id
  LIMIT coalesce($first, 10)
  RETURN other AS other, shared AS shared, score AS score
}
