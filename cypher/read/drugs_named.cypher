// Drugs by their names, and by names that begin with a word.
//
// param   $names       LIST<STRING>  normalised names
// param   $beginnings  LIST<STRING>  normalised first words
// returns name         STRING        the name or first word asked for
// returns drug         STRING
// access  read
CALL () {
  UNWIND $names AS name
  MATCH (:Name {normalised: name})<-[:HAS_NAME]-(drug:Drug)
  RETURN name, drug
  UNION
  UNWIND $beginnings AS name
  MATCH (n:Name)
  WHERE n.normalised STARTS WITH name + ' '
  MATCH (n)<-[:HAS_NAME]-(drug:Drug)
  RETURN name, drug
}
RETURN DISTINCT name, drug.id AS drug
ORDER BY name, drug
