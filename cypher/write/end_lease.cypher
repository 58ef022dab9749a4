// Give the right to load back.
//
// param   $holder  STRING  who had it
// access  write
MATCH (lease:LoadLease {id: 'load', holder: $holder})
DELETE lease
