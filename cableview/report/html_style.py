"""The style of the evidence page, for light and dark screens and for paper."""

from __future__ import annotations

import base64
import hashlib

STYLE = """
:root { color-scheme: light dark; --line: #8885; --soft: #8881; --high: #a3262f; --open: #8f4f00; --done: #23653a; }
@media (prefers-color-scheme: dark) { :root { --high: #ff9a94; --open: #f0b35a; --done: #7fcb95; } }
body { font: 15px/1.45 "Noto Sans", "Segoe UI", sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1.25rem; }
h1 { font-size: 1.35rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0 0 1.2rem; }
dt, .aside { opacity: .75; } dt { grid-column: 1; } dd { grid-column: 2; margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; }
tbody { border-bottom: 1px solid var(--line); } tbody th { font-weight: 400; }
thead th { font-weight: 600; border-bottom: 2px solid var(--line); white-space: nowrap; }
tbody:nth-of-type(even) { background: var(--soft); } tbody:target { outline: 3px solid var(--open); }
td.text { font-family: "Courier Prime", "Courier New", monospace; white-space: pre-wrap; overflow-wrap: anywhere;
max-width: 22rem; min-width: 8rem; } .around { opacity: .6; }
mark { background: #ffd54a; color: #000; text-decoration: underline; }
.none { font-style: italic; opacity: .75; } .aside { display: block; font-size: .85em; }
.id, .digest { font-family: monospace; } .high { color: var(--high); font-weight: 600; }
.undecided { color: var(--open); } .decided { color: var(--done); }
.undecided, .decided { font-weight: 600; white-space: nowrap; }
nav { margin: 0 0 1.2rem; } nav ul { list-style: none; margin: 0 0 .5rem; padding: 0; columns: 12rem; }
nav li { break-inside: avoid; } nav li li { display: inline-block; margin-right: .6rem; }
nav li ul { columns: auto; margin: 0; }
a { color: inherit; } summary { cursor: pointer; } td.scan { padding-top: 0; }
figure { margin: 0 0 .5rem; } figcaption { font-size: .85em; }
.piece { display: inline-block; position: relative; max-width: 100%; line-height: 0; }
.piece img { border-radius: 3px; height: auto; max-width: 100%; }
.piece svg { height: 100%; inset: 0; position: absolute; width: 100%; }
.piece rect { fill: none; stroke: #b3001b; stroke-width: 2; vector-effect: non-scaling-stroke; }
.piece .halo { stroke: #fffa; stroke-width: 5; } .piece .unsure { stroke-dasharray: 9 6; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
:root { color-scheme: light; --high: #a3262f; --open: #8f4f00; --done: #23653a; }
body { font-size: 9.5pt; margin: 0; max-width: none; padding: 0; }
thead { display: table-header-group; } tr, dl, tbody, figure { break-inside: avoid; } h2 { break-after: avoid; }
mark { background: none; font-weight: 700; } tbody:nth-of-type(even) { background: none; } nav { display: none; }
th, td { padding: .2rem .6rem; } figure { margin: 0; } .piece { zoom: .6; }
.tall { zoom: 1; } .tall img { max-height: 110mm; width: auto; }
}
"""


def policy() -> str:
    """The page's content security policy: only its own style and the pictures embedded in it."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    sources = f"style-src 'sha256-{digest}'; img-src data:"
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"
