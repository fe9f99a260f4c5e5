"""What was recorded is found again in files changed outside, or is listed as not found."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.model.decision import Decision, Verdict
from cableview.model.discrepancy import Kind
from cableview.model.emendation import Delta, Emendation
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.model.working_text import WorkingText
from cableview.review.anchor import anchor_of, discrepancy_ids, place_of
from cableview.review.change import Change, Decide, Emend, See
from cableview.review.reattach import Standing, carried_over, reattach
from cableview.review.state import History, ReviewState
from cableview.review.store.shape import KeptSource, Shape
from cableview.review.store.store import Store

OLD = (
    "DEPARTMENT OF STATE\r\n\r\nHe stated that on the first of Octber he would come to\r\nthe capital. "
    "He said no more about it, and and the Minister left at four.\r\nThe paper was signed at noon.\r\n"
)
REFERENCE = (
    "Department of State\n\nHe states that on the first of October he would come to the capital at once. "
    "He said no more about it, and the Minister left at five.\nThe paper was signed at noon.\n"
)


def decided(t: str, r: str, left: str = "", old: str = OLD, reference: str = REFERENCE) -> Decision:
    a, b = old.index(t), reference.index(r)
    place = place_of(old, reference, Span(a, a + len(t)), Span(b, b + len(r)))
    return Decision(discrepancy_ids([place])[0], place, Kind.WORD, Verdict.REFERENCE, left=left)


def emended(old: str, start: int, end: int, text: str, *decisions: Decision) -> Standing:
    return standing(old, (Emendation(start, end, text),), decisions)


def standing(old: str, emendations: tuple[Emendation, ...], decisions: tuple[Decision, ...] = ()) -> Standing:
    return Standing(emendations, decisions, anchors=tuple(anchor_of(old, e.span) for e in emendations))


STATED = decided("stated", "states", "states")
FOUR = decided("four.", "five.", "five.")
AT_D = OLD.index("stated") + 5
AT_FOUR = OLD.index("four")
BOTH = standing(OLD, (Emendation(AT_D, AT_D + 1, "s"), Emendation(AT_FOUR, AT_FOUR + 4, "five")), (STATED, FOUR))


def read(text: str, found: tuple[Emendation, ...]) -> str:
    return WorkingText(text, found).text


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        "A new head line\r\n" + OLD,
        OLD.replace("\r\n", "\n"),
        OLD.replace("would come to\r\nthe", "would\r\ncome to the"),
        OLD.replace("DEPARTMENT OF STATE\r\n\r\n", ""),
        OLD.replace("Octber", "October"),
        OLD + OLD[:20],
        "He stated nothing and left at four. " + OLD,
        OLD.replace("He stated", "He  stated"),
    ],
)
def test_everything_is_found_in_a_text_changed_elsewhere(new: str) -> None:
    answer = reattach(BOTH, new, REFERENCE)
    assert [d.id for d in answer.decisions] == [STATED.id, FOUR.id]
    assert [d.place.transcript.span.of(new) for d in answer.decisions] == ["stated", "four."]
    assert answer.stale == answer.lost_emendations == ()
    text = read(new, answer.emendations)
    assert "He states that on" in " ".join(text.split())
    assert text.count("left at five.") == 1


def test_an_unchanged_text_gives_the_same_places() -> None:
    answer = reattach(BOTH, OLD, REFERENCE)
    assert answer.decisions == BOTH.decisions
    assert answer.emendations == BOTH.emendations


def test_the_context_may_have_changed_a_little() -> None:
    new = OLD.replace("He stated that on the", "He stated, that upon the")
    answer = reattach(BOTH, new, REFERENCE)
    assert len(answer.decisions) == 1  # `stated,` is another word
    new = OLD.replace("stated that on the", "stated that upon tne")
    answer = reattach(BOTH, new, REFERENCE)
    assert len(answer.decisions) == 2
    assert "He states that upon" in read(new, answer.emendations)


def test_a_place_that_is_gone_is_stale_and_its_emendation_lost_but_named() -> None:
    answer = reattach(BOTH, OLD.replace("He stated that on", "Then they went"), REFERENCE)
    assert answer.decisions[0].id == FOUR.id
    assert answer.stale == (STATED,)
    assert answer.lost_emendations == (Emendation(AT_D, AT_D + 1, "s"),)


def test_a_place_gone_from_the_reference_is_stale() -> None:
    answer = reattach(BOTH, OLD, REFERENCE.replace("He states that on the", "It is so that"))
    assert answer.stale == (STATED,)
    assert len(answer.emendations) == 2  # the text stays as the reviewer left it


def test_stale_decisions_are_searched_again() -> None:
    answer = reattach(replace(BOTH, decisions=(FOUR,), stale=(STATED,)), OLD, REFERENCE)
    assert {d.id for d in answer.decisions} == {STATED.id, FOUR.id}


def test_corrected_text_saved_over_the_old_one_keeps_the_decisions_and_needs_no_emendation() -> None:
    new = read(OLD, BOTH.emendations)
    answer = reattach(BOTH, new, REFERENCE)
    assert [d.place.transcript.text for d in answer.decisions] == ["states", "five."]
    assert answer.emendations == answer.stale == answer.lost_emendations == ()


def test_equal_lines_are_distinguished_by_their_neighbours() -> None:
    line = "and so the sum of the goods was paid in full to the clerk on that day\n"
    old = "".join(f"{k} {line}" for k in ("one", "two", "three", "four"))

    def at(start: int, length: int) -> Decision:
        place = place_of(old, line, Span(start, start + length), Span(22, 27))
        return Decision(f"at {start}", place, Kind.WORD, Verdict.TRANSCRIPT)

    goods = old.index("goods", old.index("three"))
    sought, two, three, four = at(goods, 5), *(at(old.index(name), len(name)) for name in ("two", "three", "four"))
    new = "A head\n" + old
    assert reattach(Standing(decisions=(two, sought, four)), new, line).stale == (sought,)  # in two lines it could be
    answer = reattach(Standing(decisions=(three, sought, four)), new, line)
    assert answer.stale == ()
    assert answer.decisions[1].place.transcript.start == goods + len("A head\n")


@pytest.mark.parametrize(
    ("start", "end", "text", "reads"),
    [
        (OLD.index("Octber") + 3, OLD.index("Octber") + 3, "o", "of October he"),
        (OLD.index("the capital") + 11, OLD.index("the capital") + 11, " at once", "the capital at once. He"),
        (OLD.index("and and") + 3, OLD.index("and and") + 7, "", "it, and the"),
        (OLD.index("and and"), OLD.index("and and") + 4, "", "it, and the"),
        (OLD.index("to\r\nthe") + 2, OLD.index("to\r\nthe") + 4, " ", "come to the capital"),
        (OLD.index("noon."), OLD.index("noon."), "high ", "at high noon."),
        (0, 0, "SECRET\r\n", "SECRET DEPARTMENT"),
        (len(OLD), len(OLD), "END", "noon. END"),
        (OLD.index("He said"), OLD.index("The paper"), "", "the capital. The paper"),
    ],
)
@pytest.mark.parametrize("change", ["\r\n", "Top of the page.\r\n\r\n"])
def test_an_emendation_of_any_form_finds_its_place(start: int, end: int, text: str, reads: str, change: str) -> None:
    old = standing(OLD, (Emendation(start, end, text),))
    new = OLD.replace("\r\n", "\n") if change == "\r\n" else change + OLD
    answer = reattach(old, new, REFERENCE)
    assert answer.lost_emendations == ()
    assert len(answer.emendations) == 1
    assert reads in " ".join(read(new, answer.emendations).split())


def test_a_long_deletion_is_known_by_its_ends_and_length() -> None:
    old = OLD + " ".join(f"word{k}" for k in range(400)) + "\r\nThe end of it."
    start, end = old.index("word5 "), old.index("word390")
    answer = reattach(standing(old, (Emendation(start, end, ""),)), "x y\n" + old, REFERENCE)
    assert answer.emendations == (Emendation(start + 4, end + 4, ""),)
    changed = "x y\n" + old.replace("word200", "other")
    assert reattach(standing(old, (Emendation(start, end, ""),)), changed, REFERENCE).lost_emendations


def test_ranges_are_known_by_their_ends() -> None:
    start, end = OLD.index("He said"), OLD.index("The paper")
    span = Span(start, end)
    old = Standing(
        exclusions=((Sigil.TRANSCRIPT, span), (Sigil.REFERENCE, Span(0, 19))),
        seen=(span,),
        anchors=(anchor_of(OLD, span), anchor_of(REFERENCE, Span(0, 19), Sigil.REFERENCE)),
    )
    new = "Top.\n" + OLD.replace("about it, and and", "about it and")
    answer = reattach(old, new, "x " + REFERENCE)
    excluded = dict(answer.exclusions)
    assert excluded[Sigil.TRANSCRIPT].of(new).strip().startswith("He said no more about it and the")
    assert excluded[Sigil.TRANSCRIPT].of(new).strip().endswith("left at four.")
    assert excluded[Sigil.REFERENCE] == Span(2, 21)
    assert answer.seen == (excluded[Sigil.TRANSCRIPT],)


def test_a_moved_passage_needs_its_origin() -> None:
    old, reference = "In October but, not 1941, he came here.", "In October 1941, but not he came here."
    a, o = old.index("October"), old.index("1941,")
    place = place_of(old, reference, Span(a, a + 7), Span(3, 16), Span(o, o + 5))
    decision = Decision("m", place, Kind.MOVED, Verdict.REFERENCE)
    new = "Now: " + old
    (found,) = reattach(Standing(decisions=(decision,)), new, reference).decisions
    assert found.place.origin is not None
    assert found.place.origin.span.of(new) == "1941,"
    assert reattach(Standing(decisions=(decision,)), new.replace("1941,", "1942,"), reference).stale == (decision,)


words = st.lists(st.sampled_from(["the", "of", "sum", "goods", "paid", "clerk", "noon", "𝔄"]), min_size=3, max_size=40)


@settings(max_examples=80, deadline=None)
@given(words, words, st.data())
def test_nothing_is_dropped_and_what_is_found_fits(old_words, new_words, data):
    old, new = " ".join(old_words), " \n".join(new_words)
    points = sorted(data.draw(st.sets(st.integers(0, len(old)), min_size=2, max_size=8)))
    emendations = tuple(
        Emendation(a, b, "§") for a, b in zip(points[::2], points[1::2], strict=False) if old[a:b] != "§"
    )
    answer = reattach(standing(old, emendations), new, "")
    assert len(answer.emendations) + len(answer.lost_emendations) == len(emendations)
    assert list(answer.emendations) == sorted(answer.emendations)
    assert all(a.end <= b.start for a, b in zip(answer.emendations, answer.emendations[1:], strict=False))
    assert all(e.end <= len(new) for e in answer.emendations)
    same = reattach(standing(old, emendations), old, "")
    assert same.emendations == emendations


def test_a_long_record_is_found_again() -> None:
    dice = random.Random(7)
    vocabulary = [f"w{k}" for k in range(4000)] + ["the", "of", "and"] * 400
    old_words = [dice.choice(vocabulary) for _ in range(60_000)]
    old = " ".join(old_words)
    starts = sorted(dice.sample(range(10, len(old) - 10), 2000))
    emendations = tuple(Emendation(s, s + 1, "§") for s in starts[::2])
    answer = reattach(standing(old, emendations), "A new beginning " + old, "")
    assert len(answer.emendations) > 0.95 * len(emendations)


def test_a_record_carried_over_to_a_changed_file_can_be_reopened(tmp_path) -> None:
    shape = Shape((KeptSource("a.txt", "1" * 64),), (KeptSource("r.txt", "2" * 64),))
    sidecar = tmp_path / "a.txt.cableview.json"
    store = Store.open(sidecar, shape, transcript=OLD, reference=REFERENCE)
    acts = (Decide(STATED.id, STATED), Emend(Delta((), (Emendation(AT_D, AT_D + 1, "s"),))), See(Span(0, 19)))
    store.append(Change(seq=1, at="", by="rb", acts=acts))
    store.close()
    new = "Top.\n" + OLD.replace("\r\n", "\n")
    now = replace(shape, transcript=(KeptSource("a.txt", "3" * 64),))
    store = Store.open(sidecar, now, transcript=new, reference=REFERENCE)
    carried = carried_over(store.kept, now, new, REFERENCE, by="rb", at="")
    assert carried is not None
    store.append(carried).result()
    store.close()
    kept = Store.open(sidecar, now).kept
    assert carried_over(kept, now, new, REFERENCE, by="rb", at="") is None
    assert kept.shape == now
    history = History(ReviewState(WorkingText(new), frozenset()))
    for change in kept.changes:
        history.replay(change)
    assert "He states that" in history.state.working.text
    assert history.state.decisions[STATED.id].place.transcript.span.of(new) == "stated"
    assert history.state.seen == {Span(5, 24)}
    assert {(a.start, a.text) for a in kept.anchors} == {(AT_D + 5 - 2, "d"), (5, OLD[:19])}
