// Whether an agency's whole list was looked through: some drug is known not to be on it.
//
// param   $agency  STRING   code
// returns whole    BOOLEAN
// access  read
RETURN EXISTS {
  MATCH (source:Source {agencyCode: $agency})
  MATCH (:Agency {code: $agency})<-[c:COVERED_BY {state: 'NONE_FOUND'}]-(:Drug)
  WHERE c.sourceId = source.id
} AS whole
