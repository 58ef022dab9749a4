// The process that holds the right to load.
//
// returns holder  STRING
// access  read
MATCH (lease:LoadLease {id: 'load'})
RETURN lease.holder AS holder
