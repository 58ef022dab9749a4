// Release the right to load.
//
// param   $holder  STRING  the process that holds it
// access  write
MATCH (lease:LoadLease {id: 'load', holder: $holder})
DELETE lease
