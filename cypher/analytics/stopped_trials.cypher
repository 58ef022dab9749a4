// Conditions by the share of their trials that stopped early.
//
// Only trials that ended count: completed, terminated or withdrawn. Suspended ones may start again.
//
// param   $minimum    INTEGER = 2  1..1000, ended trials that a condition must have
// param   $limit      INTEGER = 20  1..200
// returns condition   STRING
// returns slug        STRING
// returns ended       INTEGER       trials that ended
// returns terminated  INTEGER       stopped after their first participant
// returns withdrawn   INTEGER       stopped before their first participant
// returns share       FLOAT         terminated and withdrawn among the ended, four decimals
// returns reasons     LIST<STRING>  in the sponsors' words, where any is given
// access  read
MATCH (condition:Condition)<-[:STUDIES]-(trial:Trial)
WHERE trial.overallStatus IN ['COMPLETED', 'TERMINATED', 'WITHDRAWN']
WITH condition, trial
ORDER BY trial.whyStopped
WITH condition, count(trial) AS ended,
  count(CASE trial.overallStatus WHEN 'TERMINATED' THEN 1 END) AS terminated,
  count(CASE trial.overallStatus WHEN 'WITHDRAWN' THEN 1 END) AS withdrawn,
  collect(DISTINCT trial.whyStopped) AS reasons
WHERE ended >= $minimum
RETURN condition.name AS condition, condition.slug AS slug, ended, terminated, withdrawn,
  round(toFloat(terminated + withdrawn) / ended, 4) AS share, reasons
ORDER BY share DESC, ended DESC, slug
LIMIT $limit
