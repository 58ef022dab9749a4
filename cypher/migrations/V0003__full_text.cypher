// Words people type: every name of a drug, condition or sponsor lies on a Name, titles and texts on their records.
CREATE FULLTEXT INDEX names_text IF NOT EXISTS FOR (n:Name) ON EACH [n.value];
CREATE FULLTEXT INDEX titles_text IF NOT EXISTS FOR (n:Trial|Approval|Drug)
  ON EACH [n.briefTitle, n.officialTitle, n.productName, n.overview, n.indicationText];
