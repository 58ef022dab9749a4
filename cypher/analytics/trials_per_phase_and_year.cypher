// Trials by the year in which the registry first posted them and by phase.
//
// A combined phase is one of its own, PHASE1/PHASE2; NONE_STATED has no phase at all, which is not the registry's NA.
// Trials without a posting date are left out.
//
// param   $from         INTEGER = 1999  first year
// param   $to           INTEGER = 2100  last year
// returns year          INTEGER
// returns phase         STRING
// returns trials        INTEGER
// returns completed     INTEGER  of these, completed today
// returns stopped       INTEGER  of these, suspended, terminated or withdrawn
// returns participants  INTEGER  actual or planned, of the trials that state them
// access  read
MATCH (trial:Trial)
WHERE trial.studyFirstPostDate IS NOT NULL
WITH trial, toInteger(left(trial.studyFirstPostDate, 4)) AS year,
  CASE trial.phases WHEN [] THEN 'NONE_STATED'
    ELSE reduce(text = '', phase IN trial.phases | text + CASE text WHEN '' THEN '' ELSE '/' END + phase) END AS phase
WHERE $from <= year <= $to
RETURN year, phase, count(*) AS trials,
  count(CASE trial.overallStatus WHEN 'COMPLETED' THEN 1 END) AS completed,
  count(CASE WHEN trial.overallStatus IN ['SUSPENDED', 'TERMINATED', 'WITHDRAWN'] THEN 1 END) AS stopped,
  sum(trial.enrollmentCount) AS participants
ORDER BY year, phase
