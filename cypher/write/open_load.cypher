// Remember that a load has begun, so that one that was killed goes on under its own instant.
//
// param   $version  STRING  instant of this load
// access  write
MERGE (load:OpenLoad {id: 'load'})
ON CREATE SET load.version = $version
