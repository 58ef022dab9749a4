// Rows of a list that name a substance which no drug matches, and its products that are linked to no drug.
//
// param   $source  STRING  the list
// param   $agency  STRING  code of its agency
// returns record   STRING  fields of the row that name drugs, as JSON
// returns product  STRING  name of the product
// access  read
CALL () {
  MATCH (row:Unsettled {source: $source})
  RETURN row.id AS id, row.record AS record, null AS product
  UNION
  MATCH (approval:Approval {agencyCode: $agency})-[:STATED_IN]->(:Source {id: $source})
  WHERE NOT EXISTS { (approval)-[:FOR_DRUG]->() } AND approval.productName IS NOT NULL
  RETURN approval.id AS id, null AS record, approval.productName AS product
}
RETURN record, product
ORDER BY id
