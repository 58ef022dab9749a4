// Every drug with what tells it from others, to match names and identifiers of records about to be loaded.
//
// returns id        STRING
// returns slug      STRING
// returns unii      STRING
// returns cas       STRING
// returns inchiKey  STRING
// returns atc       LIST<STRING>
// returns names     LIST    [name, kind], brands left out
// access  read
MATCH (drug:Drug)
RETURN drug.id AS id, drug.slug AS slug, drug.unii AS unii, drug.casNumber AS cas, drug.inchiKey AS inchiKey,
  COLLECT { MATCH (drug)-[:HAS_XREF]->(x:Xref {source: 'ATC'}) RETURN x.code ORDER BY x.code } AS atc,
  COLLECT { MATCH (drug)-[r:HAS_NAME]->(n:Name) WHERE r.kind <> 'BRAND' RETURN [n.value, r.kind] } AS names
ORDER BY id
