// Names that nothing has.
//
// returns id  STRING
// access  read
MATCH (name:Name)
WHERE NOT EXISTS { (name)<-[:HAS_NAME]-() }
RETURN name.value AS id
LIMIT 20
