// Note that a load has begun. After a kill it is resumed under its own instant.
//
// param   $version  STRING  instant of this load
// access  write
MERGE (load:OpenLoad {id: 'load'})
ON CREATE SET load.version = $version
