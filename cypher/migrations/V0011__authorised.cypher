// Counts drugs by the agencies that authorise them, which are not all that list them, and brings older graphs up to it.
CREATE INDEX drug_authorised_agency_count_id IF NOT EXISTS FOR (n:Drug) ON (n.authorisedAgencyCount, n.id);
CREATE INDEX drug_ever_authorised_agency_count_id IF NOT EXISTS FOR (n:Drug) ON (n.everAuthorisedAgencyCount, n.id);
MATCH (a:Approval) WHERE a.agencyCode IN ['EMA', 'FDA'] AND a.status IN ['WITHDRAWN', 'NOT_STATED']
WITH a, CASE
  WHEN a.statusRaw IN ['Application withdrawn', 'Withdrawn from rolling review'] THEN 'APPLICATION_WITHDRAWN'
  WHEN a.statusRaw IN ['Opinion', 'Opinion under re-examination'] THEN 'OPINION'
  WHEN a.statusRaw = 'None (Tentative Approval)' THEN 'TENTATIVE_APPROVAL'
  WHEN a.statusRaw STARTS WITH 'OTC MONOGRAPH' THEN 'OTC_MONOGRAPH'
  WHEN a.statusRaw STARTS WITH 'UNAPPROVED' THEN 'UNAPPROVED'
END AS status WHERE status IS NOT NULL
CALL (a, status) {
  SET a.status = status
} IN TRANSACTIONS OF 10000 ROWS;
MATCH (drug:Drug)
CALL (drug) {
  CALL (drug) {
    OPTIONAL MATCH (drug)-[c:COVERED_BY {state: 'FOUND'}]->(agency:Agency)
    OPTIONAL MATCH (drug)<-[:FOR_DRUG]-(a:Approval {agencyCode: agency.code})
    WITH c, collect(DISTINCT a.status) AS statuses, collect(DISTINCT
      CASE WHEN a.dateKind IN ['APPROVAL', 'AUTHORISATION', 'ISSUED', 'REGISTRATION'] THEN a.status END) AS dated
    WITH c, 'NOT_STATED' IN statuses AS unsure,
      any(s IN statuses WHERE s IN ['AUTHORISED', 'CONDITIONAL']) AS now,
      'NOT_STATED' IN dated OR any(s IN statuses WHERE s IN
        ['AUTHORISED', 'CONDITIONAL', 'SUSPENDED', 'WITHDRAWN', 'REVOKED', 'EXPIRED']) AS ever
    SET c.authorised = CASE WHEN now OR NOT unsure THEN now END,
      c.everAuthorised = CASE WHEN ever OR NOT unsure THEN ever END
    RETURN count(CASE WHEN now THEN c END) AS authorised, count(CASE WHEN ever THEN c END) AS everAuthorised
  }
  CALL (drug) {
    OPTIONAL MATCH (drug)<-[:FOR_DRUG]-(a:Approval)
    WHERE NOT a.status IN ['OPINION', 'TENTATIVE_APPROVAL', 'APPLICATION_WITHDRAWN', 'REFUSED']
    RETURN max(a.date) AS latest
  }
  SET drug.authorisedAgencyCount = authorised, drug.everAuthorisedAgencyCount = everAuthorised,
    drug.latestApproval = latest
} IN TRANSACTIONS OF 2000 ROWS;
