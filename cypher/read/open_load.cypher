// Instant of a load that was not finished.
//
// returns version  STRING
// access  read
MATCH (load:OpenLoad {id: 'load'})
RETURN load.version AS version
