// Approvals of drugs as they are compared across agencies: what each prints, and what it is one authorisation with.
// A drug at one agency alone has nothing to compare, nor a product called by its substance; but Spain's records name
// the Union's.
//
// param   $ids     LIST<STRING>  drugs
// returns drug     STRING
// returns id       STRING
// returns agency   STRING
// returns drugs    LIST<STRING>  all drugs in the product, sorted
// returns status   STRING
// returns amounts  LIST<STRING>  of this drug
// returns product  STRING
// returns number   STRING
// returns date     STRING
// returns form     STRING
// returns route    STRING
// returns holders  LIST          [name, id of its group's top]
// returns same     LIST<STRING>
// access  read
UNWIND $ids AS drugId
MATCH (drug:Drug {id: drugId})<-[contains:FOR_DRUG]-(a:Approval)
WHERE a.agencyCode IN ['EMA', 'AEMPS']
  OR (drug.agencyCount > 1 AND NOT toLower(a.productName) STARTS WITH toLower(drug.genericName))
RETURN drugId AS drug, a.id AS id, a.agencyCode AS agency,
  CASE COUNT { (a)-[:FOR_DRUG]->() } WHEN 1 THEN [drugId]
    ELSE COLLECT { MATCH (a)-[:FOR_DRUG]->(d:Drug) RETURN d.id ORDER BY d.id } END AS drugs,
  a.status AS status, coalesce(contains.amounts, []) AS amounts, a.productName AS product, a.number AS number,
  a.date AS date, a.dosageForm AS form, a.route AS route,
  CASE WHEN a.agencyCode IN ['EMA', 'AEMPS'] THEN COLLECT {
    MATCH (a)-[:HELD_BY]->(holder:Sponsor)-[:SUBSIDIARY_OF*0..10]->(top:Sponsor)
    WHERE NOT EXISTS { (top)-[:SUBSIDIARY_OF]->() }
    RETURN [holder.name, top.id] ORDER BY holder.name, top.id
  } ELSE [] END AS holders,
  CASE WHEN a.agencyCode IN ['EMA', 'AEMPS'] THEN COLLECT {
    MATCH (a)-[:SAME_AUTHORISATION_AS]-(other) RETURN other.id ORDER BY other.id
  } ELSE [] END AS same
ORDER BY drug, id
