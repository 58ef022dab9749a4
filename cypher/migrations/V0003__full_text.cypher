// Words people type: every name of a drug, condition or sponsor lies on a Name, titles and texts on their records.
// Filled in the background, which makes loading faster; a load waits for it before it ends.
CREATE FULLTEXT INDEX names_text IF NOT EXISTS FOR (n:Name) ON EACH [n.value]
  OPTIONS {indexConfig: {`fulltext.eventually_consistent`: true}};
CREATE FULLTEXT INDEX titles_text IF NOT EXISTS FOR (n:Trial|Approval|Drug)
  ON EACH [n.briefTitle, n.officialTitle, n.productName, n.overview, n.indicationText]
  OPTIONS {indexConfig: {`fulltext.eventually_consistent`: true}};
