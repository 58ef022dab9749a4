// Every drug with its identifiers and names, to match the records about to be loaded.
//
// returns rows  LIST  [id, slug, UNII, CAS number, InChIKey, ATC codes, [name, kind] of all names but brands]
// access  read
MATCH (drug:Drug)
WITH drug ORDER BY drug.id
RETURN collect([
  drug.id, drug.slug, drug.unii, drug.casNumber, drug.inchiKey,
  COLLECT { MATCH (drug)-[:HAS_XREF]->(x:Xref {source: 'ATC'}) RETURN x.code ORDER BY x.code },
  COLLECT { MATCH (drug)-[r:HAS_NAME]->(n:Name) WHERE r.kind <> 'BRAND' RETURN [n.value, r.kind] }
]) AS rows
