"""Texts that are remembered by their hashes: none is lost, none is there that did not come."""

from graph.hash_set import HashMap, HashSet

TEXTS = [f"trial:NCT{number:08}" for number in range(50_000)]


def test_texts_are_met_once() -> None:
    met = HashSet()
    assert all(met.add(text) for text in TEXTS)
    assert not any(met.add(text) for text in TEXTS)
    assert len(met) == len(TEXTS)
    assert all(text in met for text in TEXTS)
    assert not any(f"{text}X" in met for text in TEXTS)


def test_a_text_has_the_number_that_it_was_given_last() -> None:
    keys = HashMap()
    assert all(keys.put(text, number) for number, text in enumerate(TEXTS))
    assert [keys.get(text) for text in TEXTS] == list(range(len(TEXTS)))
    assert not any(keys.put(text, number + 1) for number, text in enumerate(TEXTS[:1_000]))
    assert [keys.get(text) for text in TEXTS[:1_001]] == [*range(1, 1_001), 1_000]
    assert keys.get("trial:none") is None
    assert len(keys) == len(TEXTS)
