// Organisations of other groups that sign the same trials or work on the same drugs.
//
// Entities of one group are not partners of one another.
//
// from    p      Sponsor  the organisation
// binds   own    LIST     organisations of its group
// binds   found  LIST     partners, each [organisation, number of shared trials, shared drugs]
// const   most   1000     trials and approvals of a drug, at most
// access  read
CALL (p) {
  MATCH (p)-[:SUBSIDIARY_OF*0..10]->(top:Sponsor)
  WHERE NOT EXISTS { (top)-[:SUBSIDIARY_OF]->() }
  MATCH (top)<-[:SUBSIDIARY_OF*0..10]-(own:Sponsor)
  RETURN collect(DISTINCT own) AS own
}
CALL (p, own) {
  CALL (p) {
    MATCH (p)<-[:SPONSORED_BY]-(trial:Trial)-[:SPONSORED_BY]->(other:Sponsor)
    RETURN other, trial, null AS drug
    UNION ALL
    MATCH (p)<-[:SPONSORED_BY|HELD_BY]-()-[:TESTS|FOR_DRUG]->(drug:Drug)
    WITH DISTINCT drug
    WHERE drug.trialCount + drug.approvalCount <= 1000
    MATCH (drug)<-[:TESTS|FOR_DRUG]-()-[:SPONSORED_BY|HELD_BY]->(other:Sponsor)
    RETURN other, null AS trial, drug
  }
  WITH other, trial, drug
  WHERE NOT other IN own
  WITH other, count(DISTINCT trial) AS trials, collect(DISTINCT drug) AS drugs
  RETURN collect([other, trials, drugs]) AS found
}
