"""Matching of names to drugs: exact names first, then documented rules; no guesses.

spelling → salts → wording → index (one drug for one name) → combinations (several drugs in one text).
"""

from seed.match.combinations import drugs_of, parted
from seed.match.drug_index import DrugIndex, Match, strongest

__all__ = ["DrugIndex", "Match", "drugs_of", "parted", "strongest"]
