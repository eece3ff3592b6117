"""Two versions of a text are compared by words and lose nothing."""

from hypothesis import given
from hypothesis import strategies as st

from core.differences import MOST_WORDS, merged, parts

words = st.lists(st.sampled_from(["Wege", "kühl", "\n\n", "180", "der", "."]), max_size=20)
texts = words.map(" ".join)


@given(texts, texts)
def test_the_pieces_of_a_text_are_the_whole_text(mine, theirs):
    assert "".join(piece for piece, _ in parts(mine, theirs)) == mine


@given(texts)
def test_equal_texts_have_no_marks_and_merge_to_themselves(text):
    assert not any(marked for _, marked in parts(text, text))
    assert merged(text, text) == text


@given(texts, texts)
def test_merging_keeps_every_word_of_both(mine, theirs):
    together = merged(mine, theirs).replace("[", " ").replace("]", " ").split()
    for text in (mine, theirs):
        for word in text.split():
            assert together.count(word) >= text.split().count(word)


def test_texts_too_long_to_compare_are_kept_whole_and_fast():
    mine, theirs = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert list(parts(mine, theirs)) == [(mine, True)]
    assert mine.strip() in merged(mine, theirs)
    assert theirs.strip() in merged(mine, theirs)
