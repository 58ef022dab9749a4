"""Sets of strings stored as hashes: they hold every string that was added, and no other."""

from graph.hash_set import HashMap, HashSet

TEXTS = [f"trial:NCT{number:08}" for number in range(50_000)]


def test_texts_are_met_once() -> None:
    strings = HashSet()
    assert all(strings.add(text) for text in TEXTS)
    assert not any(strings.add(text) for text in TEXTS)
    assert len(strings) == len(TEXTS)
    assert all(text in strings for text in TEXTS)
    assert not any(f"{text}X" in strings for text in TEXTS)


def test_a_text_has_the_number_that_it_was_given_last() -> None:
    keys = HashMap()
    assert all(keys.put(text, number) for number, text in enumerate(TEXTS))
    assert [keys.get(text) for text in TEXTS] == list(range(len(TEXTS)))
    assert not any(keys.put(text, number + 1) for number, text in enumerate(TEXTS[:1_000]))
    assert [keys.get(text) for text in TEXTS[:1_001]] == [*range(1, 1_001), 1_000]
    assert keys.get("trial:none") is None
    assert len(keys) == len(TEXTS)
