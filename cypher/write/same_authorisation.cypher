// Link the records of one authorisation of the European Union at EMA and at CIMA.
//
// CIMA numbers such a medicine as the Union's register does: 07402001 is EU/1/07/402/001, 1161099003 is EU/1/16/1099/003.
// EMA's table lacks that number, so it is one authorisation if the drug, the name and the year of the number agree. Spain
// may still list it by a name that EMA prints as the previous one.
//
// param   $ids      LIST<STRING>  drugs
// param   $release  STRING        instant of this load
// access  write
UNWIND $ids AS id
MATCH (drug:Drug {id: id})<-[:FOR_DRUG]-(spanish:Approval {agencyCode: 'AEMPS'})
WHERE spanish.number =~ '[0-9]{8}|1[0-9]{8,9}'
WITH drug, spanish, toLower(replace(spanish.productName, ',', ' ')) + ' ' AS listed,
  toInteger(right(left(spanish.number, CASE size(spanish.number) WHEN 8 THEN 2 ELSE 3 END), 2)) AS yy
MATCH (drug)<-[:FOR_DRUG]-(european:Approval {agencyCode: 'EMA'})
WITH spanish, european, listed, split(toLower(european.productName), ' (previously ') AS names,
  toInteger(left(european.date, 4)) - (CASE WHEN yy >= 90 THEN 1900 ELSE 2000 END + yy) AS years
WITH spanish, european, listed, years, names[0] AS name,
  [former IN split(replace(coalesce(names[1], ''), ')', ''), ', ') WHERE former <> ''] AS former
WHERE abs(years) <= 1 AND any(each IN former + name WHERE listed STARTS WITH each + ' ')
WITH DISTINCT spanish, european, listed STARTS WITH name + ' ' AS byName, COLLECT {
  UNWIND [spanish, european] AS either
  MATCH (either)-[:STATED_IN]->(source)
  RETURN DISTINCT source.id AS id ORDER BY id
} AS sources
MERGE (spanish)-[same:SAME_AUTHORISATION_AS]->(european)
ON CREATE SET same.rule = CASE WHEN byName THEN 'EU_NUMBER_YEAR_DRUG_NAME' ELSE 'EU_NUMBER_YEAR_DRUG_FORMER_NAME' END,
  same.score = 0.95, same.validFrom = $release, same.sourceIds = sources
