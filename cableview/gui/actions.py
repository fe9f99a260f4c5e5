"""The one table of what can be done in the window: its words, keys, modes and menu."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

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
LISTED = OPEN | {Mode.LIST}

MENUS = ("&File", "&Edit", "&Go", "&Decide", "&View", "&Compare", "&Help")
FILE, EDITING, GO, DECIDE, VIEW, COMPARE, HELP = MENUS


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can be done.

    `shortcuts` are keys in Qt's portable writing, the first is shown; those without Ctrl, Alt or a function key act
    only where no text is being typed. `repeats` lets a held key do it again.
    """

    id: str
    text: str
    shortcuts: str = ""
    help: str = ""
    modes: frozenset[Mode] = OPEN
    repeats: bool = False
    checkable: bool = False
    tool: str = ""
    menu: str = ""
    group: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.shortcuts.split())

    @property
    def plain_text(self) -> str:
        """The text without the sign of its menu letter."""
        return self.text.replace("&", "")


_PLACE = "Say where on the page the outlined word stands; Ctrl and a click on the page do it too."

LINE = None
"""Sets the groups of a menu apart."""


def _menu(title: str, *rows: Row | None) -> list[Row]:
    groups = accumulate(row is LINE for row in rows)
    return [replace(row, menu=title, group=group) for row, group in zip(rows, groups, strict=True) if row]


_FILE_ROWS = _menu(
    FILE,
    Row("open", "&Open…", "Ctrl+O", "Open a scan with its transcript and a second text.", ANY, tool="Open"),
    Row("open-folder", "Open &folder…", "Ctrl+Shift+O", "Open a folder of several items.", ANY),
    Row("sample", "Open the sa&mple", "", "Try everything on an invented cable.", ANY),
    LINE,
    Row("next-item", "&Next item with something undecided", "Ctrl+PgDown", modes=LISTED),
    Row("items", "&List of items", "Ctrl+PgUp", "Go back to the folder's list of items.", LISTED),
    LINE,
    Row(
        "export",
        "&Export…",
        "Ctrl+E",
        "Write the corrected text, the decisions, the errata or the evidence.",
        tool="Export",
    ),
    Row(
        "save", "&Save the record now", "Ctrl+S", "Every change is kept at once; this tidies the record into one file."
    ),
    LINE,
    Row("close", "&Close the item", "Ctrl+W", modes=LISTED),
    Row("quit", "&Quit", "Ctrl+Q", modes=ANY),
)

_EDITING_ROWS = _menu(
    EDITING,
    Row(
        "undo", "&Undo", "Ctrl+Z", "Take back the last change, be it decision, text or rule, and go there.", tool="Undo"
    ),
    Row("redo", "&Redo", "Ctrl+Y Ctrl+Shift+Z", "Redo what was undone, and go there.", tool="Redo"),
    LINE,
    Row("copy", "&Copy", "Ctrl+C", "Copy what is selected, or the row of the list."),
    Row(
        "edit",
        "&Edit the text",
        "F2",
        "Type in the working text; every change is kept. Double click does it too.",
        REVIEW,
        tool="Edit text",
    ),
    Row("review", "&Back to review", "Esc", "Stop typing and continue the review.", EDIT, tool="Review"),
    LINE,
    Row(
        "exclude", "E&xclude from comparison", "X", "Take the selected words out of the comparison, or back in.", REVIEW
    ),
    LINE,
    Row("find", "&Find in the list", "Ctrl+F /", "Search the readings of the list."),
    Row(
        "find-text",
        "Find in the &text",
        "Ctrl+Shift+F",
        "Search the working text, across line ends; Enter goes on, Shift+Enter back.",
    ),
)

_GO_ROWS = _menu(
    GO,
    Row("next", "&Next undecided", "J F3", "Go to the next place nobody has decided.", repeats=True, tool="Next"),
    Row(
        "previous",
        "&Previous undecided",
        "K Shift+F3",
        "Go to the undecided place before this.",
        repeats=True,
        tool="Previous",
    ),
    Row("next-any", "Next of any state", "Shift+J Ctrl+F3", "Go to the next place, decided or not.", repeats=True),
    Row(
        "previous-any",
        "Previous of any state",
        "Shift+K Ctrl+Shift+F3",
        "Go to the place before this, decided or not.",
        repeats=True,
    ),
    LINE,
    Row(
        "back",
        "&Back to the one just decided",
        "Backspace",
        "Look at the last decision again, without taking it back; pressed again, at the one before it.",
        REVIEW,
    ),
    Row(
        "only-kind",
        "&Only this kind",
        "F",
        "List and walk through the places of this kind only; pressed again, through all.",
        REVIEW,
        checkable=True,
    ),
    LINE,
    Row("page-next", "Next page of the scan", "PgDown Alt+PgDown", repeats=True),
    Row("page-previous", "Previous page of the scan", "PgUp Alt+PgUp", repeats=True),
    Row("page-go", "&Go to page…", "Ctrl+G", "Turn to a page of the scan by its number."),
    LINE,
    Row("seen", "Line &seen", "Return Enter", "Reading along: this line was read against the page.", REVIEW),
    LINE,
    Row("place-left", "The word stands one &left", "Ctrl+Alt+Left", _PLACE),
    Row("place-right", "The word stands one &right", "Ctrl+Alt+Right", _PLACE),
    Row("place-up", "The word stands a line &up", "Ctrl+Alt+Up", _PLACE),
    Row("place-down", "The word stands a line &down", "Ctrl+Alt+Down", _PLACE),
    LINE,
    Row("pan-left", "Move the scan left", "Alt+Left", repeats=True),
    Row("pan-right", "Move the scan right", "Alt+Right", repeats=True),
    Row("pan-up", "Move the scan up", "Alt+Up", repeats=True),
    Row("pan-down", "Move the scan down", "Alt+Down", repeats=True),
)

_DECIDE_ROWS = _menu(
    DECIDE,
    Row("verdict.transcript", "&Transcript", "1", "The page reads as the working text does here.", REVIEW),
    Row("verdict.reference", "Se&cond text", "2", "The page reads as the second text does.", REVIEW),
    Row("verdict.other", "&Other…", "3", "The page reads otherwise: type what it says.", REVIEW),
    Row("verdict.unreadable", "&Unreadable", "4", "This cannot be read on the scan.", REVIEW),
    Row(
        "verdict.immaterial",
        "&Immaterial",
        "5",
        "No claim about the page: spelling, house style, out of scope.",
        REVIEW,
    ),
    Row("verdict.absent", "&Absent", "6", "This place is not on the scan.", REVIEW),
    Row("verdict.deferred", "&Defer", "D", "Not yet: it stays undecided and comes again at the end.", REVIEW),
    LINE,
    Row(
        "likely",
        "&Likely, not sure",
        "?",
        "Said before a verdict: it is likely rather than sure.",
        REVIEW,
        checkable=True,
    ),
    Row(
        "sic",
        "&Sic: the page's own slip",
        "S",
        "Said before a verdict: the page itself is wrong here, and that is kept.",
        REVIEW,
        checkable=True,
    ),
    LINE,
    Row(
        "alike",
        "All alik&e…",
        "A",
        "One verdict for all undecided places that differ in the same way, each shown with its piece of the scan.",
        REVIEW,
    ),
    Row(
        "evidence",
        "E&verything at this place…",
        "E",
        "Both readings, the reasons of a suggestion and of the list, who decided what; to be read in full and copied.",
        REVIEW,
    ),
    Row("note", "&Note…", "N", "Write a note at this place.", REVIEW),
    Row("take-back", "Ta&ke the decision back", "Del", "This place is undecided again.", REVIEW),
)

_VIEW_ROWS = _menu(
    VIEW,
    Row("zoom-in", "Zoom &in", "Ctrl++ Ctrl+=", repeats=True),
    Row("zoom-out", "Zoom &out", "Ctrl+-", repeats=True),
    Row("actual-size", "&Actual size", "Ctrl+0", "One pixel of the scan is one of the screen."),
    Row("fit-page", "Fit &page", "Ctrl+1 Shift+W"),
    Row("fit-width", "Fit &width", "Ctrl+2 W"),
    Row(
        "zoom-place",
        "&Zoom to the place",
        "Z",
        "Show the outlined place large enough to be read on the page; pressed again, the page as it was.",
    ),
    LINE,
    Row("rotate-right", "&Rotate right", "Ctrl+R"),
    Row("rotate-left", "Rotate lef&t", "Ctrl+Shift+R"),
    Row("invert", "In&vert", "Ctrl+I I", "Show the scan white on black.", checkable=True),
    Row("contrast-more", "More &contrast", "Ctrl+. B", repeats=True),
    Row("contrast-less", "L&ess contrast", "Ctrl+, Shift+B", repeats=True),
    Row("lighter", "Scan li&ghter", "L", "For a dark page; for a faint one it is made darker.", repeats=True),
    Row("darker", "Sca&n darker", "Shift+L", "For faint ink, which more contrast alone makes fainter.", repeats=True),
    LINE,
    Row("bare", "Bare scan while held", "Space", "Hide everything drawn over the scan.", REVIEW),
    Row(
        "overlay",
        "&Lines and words on the scan",
        "O",
        "Outline every line and word that was found on the page.",
        REVIEW,
        checkable=True,
    ),
    LINE,
    Row(
        "reference-pane",
        "&Second text",
        "Ctrl+T T",
        "Show the second text beside the working text.",
        checkable=True,
        tool="Second text",
    ),
    Row("queue-pane", "List of &discrepancies", "Ctrl+L", checkable=True),
    LINE,
    Row("text-larger", "Larger te&xt", "Ctrl+Shift++ Ctrl+Shift+=", repeats=True),
    Row("text-smaller", "Smaller text", "Ctrl+Shift+-", repeats=True),
    LINE,
    Row("dark", "Dar&k", "Ctrl+D", "Light letters on a dark background.", ANY, checkable=True),
)

_COMPARE_ROWS = _menu(
    COMPARE,
    Row("files", "&Files of the item…", "", "See and change which files belong together."),
    Row("paste", "&Paste a second text…", "", "Compare with a text from the clipboard."),
    Row("encoding", "&Encoding of the transcript…", "", "Read the transcript in another encoding."),
    Row("split-here", "Second text &begins at the caret", "", "In a saved archive page: where the second text begins."),
    Row("relation", "&Relation of the texts…", "", "Copy, variant or paraphrase."),
    Row("language", "&Language of the texts…", "", "Which word list the suggestions use."),
    LINE,
    Row("read-scan", "Read the &scan by OCR", "", "For a first transcript, or for a second text."),
    Row("doubts", "&Doubts of the scan…", "", "Where both texts agree and the scan is read otherwise."),
    Row("engine", "&OCR engine…", "", "Which engine reads the scans, if any.", ANY),
    LINE,
    Row(
        "hold-equal",
        "&Hold these two equal",
        "=",
        "These words are the same in this item, here and elsewhere: they leave the list. Says nothing about the page.",
        REVIEW,
    ),
    Row(
        "rules",
        "R&ules and what they hold equal…",
        "Ctrl+H",
        "Rules, sets and pairs of your own; how often and where each holds the texts equal.",
    ),
)

_HELP_ROWS = _menu(
    HELP,
    Row("keys", "&Keys", "F1", "All keys on one page.", ANY),
    Row("about", "&About cableview", modes=ANY),
)

ROWS = (*_FILE_ROWS, *_EDITING_ROWS, *_GO_ROWS, *_DECIDE_ROWS, *_VIEW_ROWS, *_COMPARE_ROWS, *_HELP_ROWS)

VERDICTS = {f"verdict.{verdict}": verdict for verdict in Verdict}

OF_THE_PLACE = frozenset({*VERDICTS, "likely", "sic", "note", "take-back", "hold-equal", "alike", "evidence"})
"""What is done at the place under review, which there has to be, in sight."""

BY_ID = {row.id: row for row in ROWS}


def rows_for(key: str, mode: Mode) -> tuple[Row, ...]:
    """The rows that a key, in Qt's portable writing, stands for in a mode."""
    return tuple(row for row in ROWS if key in row.keys and mode in row.modes)


def acts_while_typing(key: str) -> bool:
    """True for keys that no text field takes as typing."""
    parts = key.split("+")
    is_function_key = parts[-1][:1] == "F" and parts[-1][1:].isdigit()
    return is_function_key or parts[-1] == "Esc" or any(part in ("Ctrl", "Alt", "Meta") for part in parts[:-1])
