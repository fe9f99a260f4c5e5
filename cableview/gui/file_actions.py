"""Asks for files and how to read them, and says what to open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from cableview.collation.words.languages import Language, language_label, languages
from cableview.collation.words.lexicon import has_words
from cableview.collection.manual_pairings import remember
from cableview.collection.open_item import files_of, pasted_reference
from cableview.collection.pairing import Files
from cableview.encodings import encoding_label
from cableview.errors import CableviewError
from cableview.gui.dialogs import is_accepted
from cableview.gui.items import Items, Request
from cableview.gui.open_dialog import OpenDialog
from cableview.model.item import RELATION_WORDS
from cableview.model.span import Span
from cableview.model.witness import Witness
from cableview.review.session import Session

ENCODINGS = ("utf-8", "cp1252", "iso8859-1", "iso8859-15", "cp1250", "cp1251", "koi8-r", "mac-roman", "cp437", "cp850")


class FileActions(QObject):
    """`requested` gives what is to be opened, `refused` says in a sentence why not.

    `changing` names a change of the item that is about to be made, `told` is a passing remark.
    """

    requested = Signal(object)
    changing = Signal(str)
    refused = Signal(str)
    told = Signal(str)

    def __init__(self, window: QWidget, items: Items, session: Callable[[], Session | None]) -> None:
        super().__init__(window)
        self._window, self._items, self._session = window, items, session
        self.sample: Callable[[], Path] | None = None

    def ask_for_files(self, files: Files | None = None) -> None:
        """Opens what the user chooses in the Open dialog."""
        dialog = OpenDialog(self._window, files)
        if is_accepted(dialog):
            self.take(dialog)

    def take(self, dialog: OpenDialog) -> None:
        """Opens what the dialog's slots say."""
        if dialog.pasted_text.strip():
            self.open_with_pasted(dialog.files, dialog.pasted_text)
        elif dialog.is_by_hand:
            self.open_by_hand(dialog.files)
        else:
            self.requested.emit(Request(dialog.files.paths))

    def open_by_hand(self, files: Files) -> None:
        """Opens exactly these files, and remembers that they belong together."""
        try:
            remember(files)
        except (CableviewError, OSError) as error:
            self.refused.emit(f"That these files belong together cannot be remembered: {error}")
        self.requested.emit(Request(files.transcript or files.scans, files))

    def open_with_pasted(self, files: Files, text: str, origin: str = "pasted") -> None:
        """Keeps `text` as a file beside the record, as the item's second text; `origin` goes into its name."""
        try:
            path = pasted_reference(Request(files.paths, files).item(), text, origin)
        except CableviewError as error:
            self.refused.emit(str(error))
            return
        self.open_by_hand(replace(files, reference=(path,)))

    def ask_for_folder(self) -> None:
        """Lists the items of a folder that is chosen."""
        chosen = QFileDialog.getExistingDirectory(self._window, "Open a folder")
        if chosen:
            self.requested.emit(Request((Path(chosen),)))

    def open_sample(self) -> None:
        """Opens a writable copy of the sample."""
        if self.sample is None:
            return
        try:
            self.requested.emit(Request((self.sample(),)))
        except (CableviewError, FileNotFoundError) as error:
            self.refused.emit(str(error))

    def change_files(self) -> None:
        """Opens the item with other files, which are chosen in the Open dialog."""
        session = self._session()
        if session is not None:
            self.ask_for_files(files_of(session.item))

    def paste(self) -> None:
        """Compares with the text on the clipboard."""
        session, text = self._session(), QGuiApplication.clipboard().text()
        if session is None or not text.strip():
            self.told.emit("There is no text on the clipboard.")
            return
        self.open_with_pasted(replace(files_of(session.item), reference=()), text)

    def ask_for_encoding(self) -> None:
        """Opens the item with its texts read in an encoding that is chosen."""
        session, request = self._session(), self._items.request
        if session is None or request is None:
            return
        source = session.item.transcript.sources[0]
        chosen = self._chosen_encoding(source.path, (source.encoding, *ENCODINGS))
        if chosen not in (None, source.encoding):
            self.requested.emit(replace(request, encoding={s.path: chosen for s in session.item.transcript.sources}))

    def ask_for_encoding_of(self, path: Path, request: Request) -> None:
        """Opens what was requested again, with a text of it that could not be read in an encoding that is chosen."""
        chosen = self._chosen_encoding(path, ENCODINGS)
        if chosen is not None:
            self.requested.emit(replace(request, encoding={**request.encoding, path: chosen}))

    def _chosen_encoding(self, path: Path, offered: Sequence[str]) -> str | None:
        """The encoding that is chosen or typed for a file; `None` if none is."""
        names = {encoding_label(name): name for name in offered}
        words = f"Read {path.name} as:"
        said, is_taken = QInputDialog.getItem(self._window, "Encoding", words, list(names), 0, True)
        return names.get(said, said) if is_taken else None

    def split_at(self, witness: Witness, position: int) -> None:
        """Makes the second text of an archive page begin at a position of one of the item's texts."""
        if self._items.request is not None:
            at = witness.in_file(Span(position, position)).span.start
            self.requested.emit(replace(self._items.request, split=at))

    def ask_for_relation(self) -> None:
        """Asks for the relation of the two texts, by which they are compared."""
        session = self._session()
        if session is None:
            return
        relations = list(RELATION_WORDS)
        said = "What the second text is to the transcript:"
        names, now = list(RELATION_WORDS.values()), relations.index(session.relation)
        chosen, is_taken = QInputDialog.getItem(self._window, "Relation of the texts", said, names, now, False)
        relation = relations[names.index(chosen)] if is_taken else session.state.relation
        if relation is not None and relation is not session.state.relation:
            self.changing.emit(f"relation of the texts: {relation.value}")
            session.relate(relation)

    def ask_for_language(self) -> None:
        session = self._session()
        if session is None:
            return
        told = f"As the texts tell ({language_label(session.detected_language) or 'they do not'})"
        said = session.state.language
        names = {told: "", **{_language_row(one): one.code for one in languages().values()}}
        if said not in names.values():  # a later version knew it
            names[said] = said
        now = list(names.values()).index(said)
        words = "What the texts are written in:"
        chosen, is_taken = QInputDialog.getItem(self._window, "Language", words, list(names), now, False)
        if is_taken and names[chosen] != said:
            self.changing.emit(f"language of the texts: {language_label(names[chosen]) or 'as they tell'}")
            session.set_language(names[chosen])


def _language_row(language: Language) -> str:
    """A language with a note if it has no word list, as suggestions then rest on both texts alone."""
    return language.name if has_words(language.code) else f"{language.name} (no word list installed)"
