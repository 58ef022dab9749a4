"""Which drug a name means: exact names first, then rules that are written down. Never a guess.

spelling → salts → wording → index (one drug of one name) → parts (drugs of a text that names several).
"""

from seed.match.combinations import drugs_of
from seed.match.drug_index import DrugIndex, Match, strongest

__all__ = ["DrugIndex", "Match", "drugs_of", "strongest"]
