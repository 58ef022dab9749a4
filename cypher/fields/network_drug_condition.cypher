// Drug and condition, each pair once: linked by a source or by a trial.
//
// param   $is_drug           BOOLEAN  tests of the argument `filter`
// param   $is_condition      BOOLEAN  tests of the argument `filter`
// param   $is_trial          BOOLEAN  tests of the argument `filter`
// param   $drug_has_sponsor  BOOLEAN  tests of the argument `filter`
// param   $without_trial     BOOLEAN  whether the filter asks nothing of trials
// binds   drug       NODE          a drug
// binds   condition  NODE          a condition
// binds   trial      NODE          a trial
// binds   r          RELATIONSHIP  the link
// binds   link       STRING        kind of the link
// access  read
UNWIND ['INDICATED_FOR', 'ASSOCIATED_WITH'] AS link
MATCH (drug:Drug)-[r:INDICATED_FOR|ASSOCIATED_WITH WHERE type(r) = link]->(condition:Condition)
WHERE $without_trial AND $is_drug AND $is_condition AND $drug_has_sponsor
RETURN drug AS a, condition AS b
UNION
WITH 'STUDIED_FOR' AS link
MATCH (drug:Drug)<-[:TESTS]-(trial:Trial)-[:STUDIES]->(condition:Condition)
WHERE $is_trial AND $is_drug AND $is_condition AND $drug_has_sponsor
RETURN drug AS a, condition AS b
