"""The one table of what can be done in the window: its words, keys, modes and menu."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cableview.model.decision import Verdict


class Mode(StrEnum):
    """The state of the window. `START` has no item; in `LIST` an item of a folder is chosen."""

    START = "start"
    LIST = "list"
    REVIEW = "review"
    EDIT = "edit"


ANY = frozenset(Mode)
OPEN = frozenset({Mode.REVIEW, Mode.EDIT})
REVIEW = frozenset({Mode.REVIEW})
EDIT = frozenset({Mode.EDIT})

MENUS = ("&File", "&Edit", "&Go", "&Decide", "&View", "&Compare", "&Help")
FILE, EDITING, GO, DECIDE, VIEW, COMPARE, HELP = MENUS


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can be done.

    `keys` are in Qt's portable writing, the first is shown; those without Ctrl, Alt or a function key act only where no
    text is being typed. `repeats` lets a held key do it again. `group` sets menus apart by a line.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    modes: frozenset[Mode] = OPEN
    menu: str = ""
    group: int = 0
    help: str = ""
    repeats: bool = False
    checkable: bool = False
    tool: str = ""

    @property
    def plain_text(self) -> str:
        """The text without the sign of its menu letter."""
        return self.text.replace("&", "")


_PLACE = "Say where on the page the outlined word stands; Ctrl and a click on the page do it too."

ROWS = (
    Row("open", "&Open…", ("Ctrl+O",), ANY, FILE, 0, "Open a scan with its transcript and a second text.", tool="Open"),
    Row("open-folder", "Open &folder…", ("Ctrl+Shift+O",), ANY, FILE, 0, "Open a folder of several items."),
    Row("sample", "Open the sa&mple", (), ANY, FILE, 0, "Try everything on an invented cable."),
    Row("next-item", "&Next item with something undecided", ("Ctrl+PgDown",), OPEN | {Mode.LIST}, FILE, 1),
    Row(
        "items", "&List of items", ("Ctrl+PgUp",), OPEN | {Mode.LIST}, FILE, 1, "Go back to the folder's list of items."
    ),
    Row(
        "export",
        "&Export…",
        ("Ctrl+E",),
        OPEN,
        FILE,
        2,
        "Write the corrected text, the decisions, the errata or the evidence.",
        tool="Export",
    ),
    Row(
        "save",
        "&Save the record now",
        ("Ctrl+S",),
        OPEN,
        FILE,
        2,
        "Every change is kept at once; this tidies the record into one file.",
    ),
    Row("close", "&Close the item", ("Ctrl+W",), OPEN | {Mode.LIST}, FILE, 3),
    Row("quit", "&Quit", ("Ctrl+Q",), ANY, FILE, 3),
    Row(
        "undo",
        "&Undo",
        ("Ctrl+Z",),
        OPEN,
        EDITING,
        0,
        "Take back the last change, be it decision, text or rule, and go there.",
        tool="Undo",
    ),
    Row(
        "redo",
        "&Redo",
        ("Ctrl+Y", "Ctrl+Shift+Z"),
        OPEN,
        EDITING,
        0,
        "Redo what was undone, and go there.",
        tool="Redo",
    ),
    Row("copy", "&Copy", ("Ctrl+C",), OPEN, EDITING, 1, "Copy what is selected, or the row of the list."),
    Row(
        "edit",
        "&Edit the text",
        ("F2",),
        REVIEW,
        EDITING,
        1,
        "Type in the working text; every change is kept. Double click does it too.",
        tool="Edit text",
    ),
    Row("review", "&Back to review", ("Esc",), EDIT, EDITING, 1, "Stop typing and continue the review.", tool="Review"),
    Row(
        "exclude",
        "E&xclude from comparison",
        ("X",),
        REVIEW,
        EDITING,
        2,
        "Take the selected words out of the comparison, or back in.",
    ),
    Row("find", "&Find in the list", ("Ctrl+F", "/"), OPEN, EDITING, 3, "Search the readings of the list."),
    Row(
        "find-text",
        "Find in the &text",
        ("Ctrl+Shift+F",),
        OPEN,
        EDITING,
        3,
        "Search the working text, across line ends; Enter goes on, Shift+Enter back.",
    ),
    Row(
        "next",
        "&Next undecided",
        ("J", "F3"),
        OPEN,
        GO,
        0,
        "Go to the next place nobody has decided.",
        repeats=True,
        tool="Next",
    ),
    Row(
        "previous",
        "&Previous undecided",
        ("K", "Shift+F3"),
        OPEN,
        GO,
        0,
        "Go to the undecided place before this.",
        repeats=True,
        tool="Previous",
    ),
    Row(
        "next-any",
        "Next of any state",
        ("Shift+J", "Ctrl+F3"),
        OPEN,
        GO,
        0,
        "Go to the next place, decided or not.",
        repeats=True,
    ),
    Row(
        "previous-any",
        "Previous of any state",
        ("Shift+K", "Ctrl+Shift+F3"),
        OPEN,
        GO,
        0,
        "Go to the place before this, decided or not.",
        repeats=True,
    ),
    Row(
        "back",
        "&Back to the one just decided",
        ("Backspace",),
        REVIEW,
        GO,
        1,
        "Look at the last decision again, without taking it back; pressed again, at the one before it.",
    ),
    Row(
        "only-kind",
        "&Only this kind",
        ("F",),
        REVIEW,
        GO,
        1,
        "List and walk through the places of this kind only; pressed again, through all.",
        checkable=True,
    ),
    Row("page-next", "Next page of the scan", ("PgDown", "Alt+PgDown"), OPEN, GO, 2, repeats=True),
    Row("page-previous", "Previous page of the scan", ("PgUp", "Alt+PgUp"), OPEN, GO, 2, repeats=True),
    Row("page-go", "&Go to page…", ("Ctrl+G",), OPEN, GO, 2, "Turn to a page of the scan by its number."),
    Row(
        "seen", "Line &seen", ("Return", "Enter"), REVIEW, GO, 3, "Reading along: this line was read against the page."
    ),
    Row("place-left", "The word stands one &left", ("Ctrl+Alt+Left",), OPEN, GO, 4, _PLACE),
    Row("place-right", "The word stands one &right", ("Ctrl+Alt+Right",), OPEN, GO, 4, _PLACE),
    Row("place-up", "The word stands a line &up", ("Ctrl+Alt+Up",), OPEN, GO, 4, _PLACE),
    Row("place-down", "The word stands a line &down", ("Ctrl+Alt+Down",), OPEN, GO, 4, _PLACE),
    Row("pan-left", "Move the scan left", ("Alt+Left",), OPEN, GO, 5, repeats=True),
    Row("pan-right", "Move the scan right", ("Alt+Right",), OPEN, GO, 5, repeats=True),
    Row("pan-up", "Move the scan up", ("Alt+Up",), OPEN, GO, 5, repeats=True),
    Row("pan-down", "Move the scan down", ("Alt+Down",), OPEN, GO, 5, repeats=True),
    Row(
        "verdict.transcript", "&Transcript", ("1",), REVIEW, DECIDE, 0, "The page reads as the working text does here."
    ),
    Row("verdict.reference", "Se&cond text", ("2",), REVIEW, DECIDE, 0, "The page reads as the second text does."),
    Row("verdict.other", "&Other…", ("3",), REVIEW, DECIDE, 0, "The page reads otherwise: type what it says."),
    Row("verdict.unreadable", "&Unreadable", ("4",), REVIEW, DECIDE, 0, "This cannot be read on the scan."),
    Row(
        "verdict.immaterial",
        "&Immaterial",
        ("5",),
        REVIEW,
        DECIDE,
        0,
        "No claim about the page: spelling, house style, out of scope.",
    ),
    Row("verdict.absent", "&Absent", ("6",), REVIEW, DECIDE, 0, "This place is not on the scan."),
    Row(
        "verdict.deferred",
        "&Defer",
        ("D",),
        REVIEW,
        DECIDE,
        0,
        "Not yet: it stays undecided and comes again at the end.",
    ),
    Row(
        "likely",
        "&Likely, not sure",
        ("?",),
        REVIEW,
        DECIDE,
        1,
        "Said before a verdict: it is likely rather than sure.",
        checkable=True,
    ),
    Row(
        "sic",
        "&Sic: the page's own slip",
        ("S",),
        REVIEW,
        DECIDE,
        1,
        "Said before a verdict: the page itself is wrong here, and that is kept.",
        checkable=True,
    ),
    Row(
        "alike",
        "All alik&e…",
        ("A",),
        REVIEW,
        DECIDE,
        2,
        "One verdict for all undecided places that differ in the same way, each shown with its piece of the scan.",
    ),
    Row(
        "evidence",
        "E&verything at this place…",
        ("E",),
        REVIEW,
        DECIDE,
        2,
        "Both readings, the reasons of a suggestion and of the list, who decided what; to be read in full and copied.",
    ),
    Row("note", "&Note…", ("N",), REVIEW, DECIDE, 2, "Write a note at this place."),
    Row("take-back", "Ta&ke the decision back", ("Del",), REVIEW, DECIDE, 2, "This place is undecided again."),
    Row("zoom-in", "Zoom &in", ("Ctrl++", "Ctrl+="), OPEN, VIEW, 0, repeats=True),
    Row("zoom-out", "Zoom &out", ("Ctrl+-",), OPEN, VIEW, 0, repeats=True),
    Row("actual-size", "&Actual size", ("Ctrl+0",), OPEN, VIEW, 0, "One pixel of the scan is one of the screen."),
    Row("fit-page", "Fit &page", ("Ctrl+1", "Shift+W"), OPEN, VIEW, 0),
    Row("fit-width", "Fit &width", ("Ctrl+2", "W"), OPEN, VIEW, 0),
    Row(
        "zoom-place",
        "&Zoom to the place",
        ("Z",),
        OPEN,
        VIEW,
        0,
        "Show the outlined place large enough to be read on the page; pressed again, the page as it was.",
    ),
    Row("rotate-right", "&Rotate right", ("Ctrl+R",), OPEN, VIEW, 2),
    Row("rotate-left", "Rotate lef&t", ("Ctrl+Shift+R",), OPEN, VIEW, 2),
    Row("invert", "In&vert", ("Ctrl+I", "I"), OPEN, VIEW, 2, "Show the scan white on black.", checkable=True),
    Row("contrast-more", "More &contrast", ("Ctrl+.", "B"), OPEN, VIEW, 2, repeats=True),
    Row("contrast-less", "L&ess contrast", ("Ctrl+,", "Shift+B"), OPEN, VIEW, 2, repeats=True),
    Row(
        "lighter",
        "Scan li&ghter",
        ("L",),
        OPEN,
        VIEW,
        2,
        "For a dark page; for a faint one it is made darker.",
        repeats=True,
    ),
    Row(
        "darker",
        "Sca&n darker",
        ("Shift+L",),
        OPEN,
        VIEW,
        2,
        "For faint ink, which more contrast alone makes fainter.",
        repeats=True,
    ),
    Row("bare", "Bare scan while held", ("Space",), REVIEW, VIEW, 3, "Hide everything drawn over the scan."),
    Row(
        "overlay",
        "&Lines and words on the scan",
        ("O",),
        REVIEW,
        VIEW,
        3,
        "Outline every line and word that was found on the page.",
        checkable=True,
    ),
    Row(
        "reference-pane",
        "&Second text",
        ("Ctrl+T", "T"),
        OPEN,
        VIEW,
        4,
        "Show the second text beside the working text.",
        checkable=True,
        tool="Second text",
    ),
    Row("queue-pane", "List of &discrepancies", ("Ctrl+L",), OPEN, VIEW, 4, checkable=True),
    Row("text-larger", "Larger te&xt", ("Ctrl+Shift++", "Ctrl+Shift+="), OPEN, VIEW, 5, repeats=True),
    Row("text-smaller", "Smaller text", ("Ctrl+Shift+-",), OPEN, VIEW, 5, repeats=True),
    Row("dark", "Dar&k", ("Ctrl+D",), ANY, VIEW, 6, "Light letters on a dark background.", checkable=True),
    Row("files", "&Files of the item…", (), OPEN, COMPARE, 0, "See and change which files belong together."),
    Row("paste", "&Paste a second text…", (), OPEN, COMPARE, 0, "Compare with a text from the clipboard."),
    Row("encoding", "&Encoding of the transcript…", (), OPEN, COMPARE, 0, "Read the transcript in another encoding."),
    Row(
        "split-here",
        "Second text &begins at the caret",
        (),
        OPEN,
        COMPARE,
        0,
        "In a saved archive page: where the second text begins.",
    ),
    Row("relation", "&Relation of the texts…", (), OPEN, COMPARE, 0, "Copy, variant or paraphrase."),
    Row("language", "&Language of the texts…", (), OPEN, COMPARE, 0, "Which word list the suggestions use."),
    Row("read-scan", "Read the &scan by OCR", (), OPEN, COMPARE, 1, "For a first transcript, or for a second text."),
    Row(
        "doubts", "&Doubts of the scan…", (), OPEN, COMPARE, 1, "Where both texts agree and the scan is read otherwise."
    ),
    Row("engine", "&OCR engine…", (), ANY, COMPARE, 1, "Which engine reads the scans, if any."),
    Row(
        "hold-equal",
        "&Hold these two equal",
        ("=",),
        REVIEW,
        COMPARE,
        2,
        "These words are the same in this item, here and elsewhere: they leave the list. Says nothing about the page.",
    ),
    Row(
        "rules",
        "R&ules and what they hold equal…",
        ("Ctrl+H",),
        OPEN,
        COMPARE,
        2,
        "Rules, sets and pairs of your own; how often and where each holds the texts equal.",
    ),
    Row("keys", "&Keys", ("F1",), ANY, HELP, 0, "All keys on one page."),
    Row("about", "&About cableview", (), ANY, HELP, 0),
)

VERDICTS = {
    "verdict.transcript": Verdict.TRANSCRIPT,
    "verdict.reference": Verdict.REFERENCE,
    "verdict.other": Verdict.OTHER,
    "verdict.unreadable": Verdict.UNREADABLE,
    "verdict.immaterial": Verdict.IMMATERIAL,
    "verdict.absent": Verdict.ABSENT,
    "verdict.deferred": Verdict.DEFERRED,
}

BY_ID = {row.id: row for row in ROWS}


def rows_for(key: str, mode: Mode) -> tuple[Row, ...]:
    """The rows that a key, in Qt's portable writing, stands for in a mode."""
    return tuple(row for row in ROWS if key in row.keys and mode in row.modes)


def acts_while_typing(key: str) -> bool:
    """True for keys that no text field takes as typing."""
    parts = key.split("+")
    is_function_key = parts[-1][:1] == "F" and parts[-1][1:].isdigit()
    return is_function_key or parts[-1] == "Esc" or any(part in ("Ctrl", "Alt", "Meta") for part in parts[:-1])
