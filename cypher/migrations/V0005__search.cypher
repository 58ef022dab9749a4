// One index for whatever people type: names, titles, product names and numbers. Accents and case are folded by its
// analyser; one index for all kinds, because scores of different indexes cannot be compared.
// Filled in the background, which makes loading faster; a load waits for it before it ends.
DROP INDEX names_text IF EXISTS;
DROP INDEX titles_text IF EXISTS;
CREATE FULLTEXT INDEX search_text IF NOT EXISTS FOR (n:Name|Trial|Approval|Agency)
  ON EACH [n.value, n.nctId, n.briefTitle, n.officialTitle, n.productName, n.identifierValues, n.code, n.shortName, n.name]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding', `fulltext.eventually_consistent`: true}};
// Identifiers asked for without saying whose they are.
CREATE INDEX xref_code IF NOT EXISTS FOR (n:Xref) ON (n.code);
CREATE INDEX approval_number_normalised IF NOT EXISTS FOR (n:Approval) ON (n.numberNormalised);
