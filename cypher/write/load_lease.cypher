// Take the right to load, or keep it, unless another process has it. Its node is locked first, so that one of two wins.
//
// param   $holder    STRING   who asks
// param   $lease_ms  INTEGER  how long it is theirs unless they ask again
// access  write
MERGE (lease:LoadLease {id: 'load'})
SET lease.askedBy = $holder
WITH lease WHERE lease.holder = $holder OR coalesce(lease.until, 0) < timestamp()
SET lease.holder = $holder, lease.until = timestamp() + $lease_ms
