// Drug and agency, each pair once: the drug is found there.
//
// param   $is_drug             BOOLEAN  tests of the argument `filter`
// param   $drug_has_trial      BOOLEAN  tests of the argument `filter`
// param   $drug_has_condition  BOOLEAN  tests of the argument `filter`
// param   $drug_has_sponsor    BOOLEAN  tests of the argument `filter`
// binds   drug  NODE  a drug
// access  read
MATCH (drug:Drug)-[:COVERED_BY {state: 'FOUND'}]->(agency:Agency)
WHERE $is_drug AND $drug_has_trial AND $drug_has_condition AND $drug_has_sponsor
RETURN drug AS a, agency AS b
