// The load has ended.
//
// access  write
MATCH (load:OpenLoad {id: 'load'})
DELETE load
