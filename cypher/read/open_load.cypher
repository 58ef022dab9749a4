// Instant of a load that did not end.
//
// returns version  STRING
// access  read
MATCH (load:OpenLoad {id: 'load'})
RETURN load.version AS version
