// One shortest path from a sponsor to a condition: one row for each step, with a sentence.
//
// The path may lead over trials, drugs, approvals, parent companies and more general conditions, never over an agency,
// which would connect everything. Among at most a thousand shortest paths, the first by the ids on it is shown.
//
// param   $sponsor    STRING = "ipsen"  slug or id
// param   $condition  STRING = "primary-insulin-like-growth-factor-1-deficiency"  slug or id
// returns step       INTEGER  from 1
// returns start      STRING   name of the node where the step begins
// returns link       STRING   type of the relationship
// returns end        STRING   name of the node where the step ends
// returns sentence   STRING   what the relationship says, in its own direction
// access  read
// needs   constraint sponsor_slug
MATCH (sponsor:Sponsor)
WHERE sponsor.slug = $sponsor OR sponsor.id = $sponsor
MATCH (condition:Condition)
WHERE condition.slug = $condition OR condition.id = $condition
MATCH path = allShortestPaths((sponsor)
  -[:SPONSORED_BY|HELD_BY|SUBSIDIARY_OF|TESTS|FOR_DRUG|STUDIES|INDICATED_FOR|ASSOCIATED_WITH|BROADER*..10]-(condition))
WITH path
LIMIT 1000
WITH path
ORDER BY [node IN nodes(path) | node.id], [link IN relationships(path) | type(link) + coalesce(link.role, '')]
LIMIT 1
UNWIND range(1, length(path)) AS step
WITH step, nodes(path)[step - 1] AS a, relationships(path)[step - 1] AS link, nodes(path)[step] AS b
WITH step, link, startNode(link) = a AS forwards,
  coalesce(a.genericName, a.name, a.nctId, a.productName, a.number, a.id) AS start,
  coalesce(b.genericName, b.name, b.nctId, b.productName, b.number, b.id) AS end
WITH step, link, start, end, CASE WHEN forwards THEN start ELSE end END AS subject,
  CASE WHEN forwards THEN end ELSE start END AS object
RETURN step, start, type(link) AS link, end,
  CASE type(link)
    WHEN 'SPONSORED_BY' THEN object + CASE link.role WHEN 'LEAD_SPONSOR' THEN ' runs trial ' ELSE ' supports trial ' END
      + subject + '.'
    WHEN 'HELD_BY' THEN 'The record of product ' + subject + ' names ' + object + '.'
    WHEN 'SUBSIDIARY_OF' THEN subject + ' belongs to the group of ' + object + '.'
    WHEN 'TESTS' THEN 'Trial ' + subject + ' tests ' + object + '.'
    WHEN 'FOR_DRUG' THEN 'Product ' + subject + ' contains ' + object + '.'
    WHEN 'STUDIES' THEN 'Trial ' + subject + ' studies ' + object + '.'
    WHEN 'INDICATED_FOR' THEN 'A product of ' + subject + ' is authorised for ' + object + '.'
    WHEN 'ASSOCIATED_WITH' THEN 'A source lists ' + object + ' beside ' + subject + '.'
    WHEN 'BROADER' THEN object + ' is a more general term for ' + subject + '.'
  END AS sentence
ORDER BY step
