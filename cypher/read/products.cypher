// Approvals of drugs, to compare across agencies: their printed values, and the records of the same authorisation.
// A drug at a single agency has nothing to compare, nor has a product named by its substance; but Spain's records name
// those of the Union.
//
// param   $ids      LIST<STRING>  drugs
// returns products  LIST  [drug, id, agency, all drugs in the product sorted, status, amounts of this drug, product, number,
//                         date, form, route, [name, id of its group's top] of holders, ids of the same authorisation]
// access  read
UNWIND $ids AS drugId
MATCH (drug:Drug {id: drugId})<-[contains:FOR_DRUG]-(a:Approval)
WHERE a.agencyCode IN ['EMA', 'AEMPS']
  OR (drug.agencyCount > 1 AND NOT toLower(a.productName) STARTS WITH toLower(drug.genericName))
WITH drugId, contains, a ORDER BY drugId, a.id
RETURN collect([
  drugId, a.id, a.agencyCode,
  CASE COUNT { (a)-[:FOR_DRUG]->() } WHEN 1 THEN [drugId]
    ELSE COLLECT { MATCH (a)-[:FOR_DRUG]->(d:Drug) RETURN d.id ORDER BY d.id } END,
  a.status, coalesce(contains.amounts, []), a.productName, a.number, a.date, a.dosageForm, a.route,
  CASE WHEN a.agencyCode IN ['EMA', 'AEMPS'] THEN COLLECT {
    MATCH (a)-[:HELD_BY]->(holder:Sponsor)-[:SUBSIDIARY_OF*0..10]->(top:Sponsor)
    WHERE NOT EXISTS { (top)-[:SUBSIDIARY_OF]->() }
    RETURN [holder.name, top.id] ORDER BY holder.name, top.id
  } ELSE [] END,
  CASE WHEN a.agencyCode IN ['EMA', 'AEMPS'] THEN COLLECT {
    MATCH (a)-[:SAME_AUTHORISATION_AS]-(other) RETURN other.id ORDER BY other.id
  } ELSE [] END
]) AS products
