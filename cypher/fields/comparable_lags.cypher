// Days by which each other agency was later than the first.
//
// from    ranked  LIST     agencies with their dates, earliest first
// binds   lag     MAP      an agency with its days
// binds   most    INTEGER  days of the last agency
// access  read
UNWIND [row IN ranked[1..] | row {.*, days: duration.inDays(date(ranked[0].date), date(row.date)).days}] AS lag
WITH lag, duration.inDays(date(ranked[0].date), date(ranked[-1].date)).days AS most
