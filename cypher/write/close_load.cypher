// Remove the note of an open load: it has ended.
//
// access  write
MATCH (load:OpenLoad {id: 'load'})
DELETE load
