"""The clinic's own answers, as staff list them, open them and fill in their forms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

from discord import ButtonStyle, TextStyle
from discord.ui import Label, Modal, TextInput
from discord.utils import escape_markdown

from bot.chat.render.said import CALM, FIELD_MAX, NOTE, Press, Said, card, clip
from bot.chat.wording.en import library as words
from bot.domain.faq.entries import MAX_TITLE, Entry, Problem, Status
from bot.domain.faq.library import BODY_MAX, LABELS, NAME_MAX, Kept
from bot.services.entry_forms import NEW, Form, FormKind
from bot.services.library import Checked
from bot.services.review import Stop, name_mark

PAGE_MOST = 10
TITLE_SHOWN = 70
SOURCE_MAX = 300
DATE_MAX = 40
ASK_MAX = 2000
CHOICE_MAX = 100  # of a choice's name (Discord API v10, Application Command Option Choice)
# With the longest answer, its source and all that stands around it: 6,000 in one message.
ASK_SHOWN, PROBLEMS_SHOWN, PAIRS_SHOWN, SOURCE_SHOWN = 300, 400, 350, 300
# Where one answer of many is shown, on a phone.
ASK_BRIEFLY = 120
# Buttons in one row (Discord API v10, Action Row).
ROW = 5
LABEL_MAX = 80  # of a button (Discord API v10, Button)


def listing(entries: Sequence[Kept], shown: Sequence[Kept], *, status: str, page: int) -> Said:
    """Render a page of answers.

    Args:
        entries: All there are, for the counts.
        shown: Those of the status that was asked for.
    """
    approved = sum(each.live is not None for each in entries)
    drafts = sum(each.latest.status is Status.DRAFT for each in entries)
    retired = sum(each.latest.status is Status.RETIRED for each in entries)
    return paged(
        words.LIST_TITLE,
        words.counts(approved, drafts, retired),
        shown,
        _in_list,
        turn=lambda number: ("entry:page", (status, number)),
        page=page,
    )


def due(entries: Sequence[Kept], *, today: date, page: int) -> Said:
    """Render a page of answers that somebody should look at."""
    if not entries:
        return Said(embeds=(card(words.REVIEW_TITLE, words.REVIEW_NONE),))
    said = paged(
        words.REVIEW_TITLE,
        words.due(len(entries)),
        entries,
        lambda each: _in_review(each, today),
        turn=lambda number: ("entry:due", (number,)),
        page=page,
    )
    walk = Press(words.ONE_BY_ONE, "review:next", ("-",), style=ButtonStyle.primary)
    return replace(said, rows=((walk,), *said.rows))


def stop(what: Stop | None, *, before: Kept | None = None) -> Said:
    """Render the next answer to look at with everything that may be decided, or that all is done.

    Args:
        before: What was just signed or switched off.
    """
    done = _done(before.latest) if before else ""
    if what is None:
        return Said(content=done or None, embeds=(card(words.REVIEW_TITLE, words.REVIEW_NONE),))
    found, seen = what.entry.latest, what.entry.version
    said = entry(what.entry, what.checked, is_brief=True)
    off = Press(words.SWITCH_OFF, "review:off", (found.id, seen), style=ButtonStyle.danger)
    later = Press(words.later(what.left - 1), "review:next", (found.id,))
    buttons = [Press(words.EDIT, "entry:edit", (found.id,)), off, later]
    if not what.checked.problems:
        other = words.SIGN_OTHER if what.reviewer else words.APPROVE
        buttons.insert(0, Press(other, "review:name", (found.id,)))
        if what.reviewer:
            args = (found.id, seen, name_mark(what.reviewer))
            label = clip(words.sign_as(what.reviewer), LABEL_MAX)
            sign = Press(label, "review:sign", args, style=ButtonStyle.success)
            buttons.insert(0, sign)
    head = f"{done}\n{words.to_go(what.left)}".strip()
    return Said(content=head, embeds=said.embeds, rows=(tuple(buttons),))


def _done(found: Entry) -> str:
    title = escape_markdown(found.title)
    if found.status is Status.RETIRED:
        return words.was_switched_off(title)
    return words.was_signed(title, escape_markdown(found.reviewed_by or ""))


def paged(
    title: str,
    head: str,
    entries: Sequence[Kept],
    line: Callable[[Kept], str],
    *,
    turn: Callable[[int], tuple[str, tuple[str | int, ...]]],
    page: int,
) -> Said:
    """Render ten lines with a numbered button each, and buttons to turn the page.

    Args:
        turn: Returns a button's name and arguments for a page.
    """
    pages = max(1, -(-len(entries) // PAGE_MOST))
    page = min(max(page, 0), pages - 1)
    shown = list(enumerate(entries, 1))[page * PAGE_MOST : (page + 1) * PAGE_MOST]
    lines = "\n".join(f"{number}. {line(each)}" for number, each in shown) or words.NONE_LISTED
    opens = [Press(str(number), "entry:open", (each.latest.id,)) for number, each in shown]
    rows = [tuple(opens[at : at + ROW]) for at in range(0, len(opens), ROW)]
    turns = [(page - 1, words.EARLIER)] if page else []
    turns += [(page + 1, words.MORE)] if page + 1 < pages else []
    if turns:
        rows.append(tuple(Press(label, *turn(number)) for number, label in turns))
    footer = f"{words.page(page + 1, pages)}. {words.LIST_HINT}" if shown else None
    return Said(embeds=(card(title, f"{head}\n\n{lines}", footer=footer),), rows=tuple(rows))


def _in_list(each: Kept) -> str:
    parts = [words.CHANGED_SINCE if each.is_pending else words.MARK[each.latest.status]]
    parts += [] if each.latest.is_covered else [words.TO_A_PERSON]
    return f"**{_title(each.latest)}**\n-# {', '.join(parts)}"


def _in_review(each: Kept, today: date) -> str:
    entry = each.live or each.latest
    parts = [words.reviewed(entry.reviewed_by, entry.reviewed_on)]
    if entry.review_by:
        is_over = entry.review_by < today
        parts.append((words.overdue if is_over else words.review_by)(entry.review_by))
    return f"**{_title(entry)}**\n-# {', '.join(parts)}"


def choice(each: Kept) -> str:
    """Return an entry as it reads in a list of choices."""
    return clip(f"{each.latest.title} ({words.MARK[each.latest.status]})", CHOICE_MAX)


def entry(
    each: Kept,
    checked: Checked,
    *,
    title: str | None = None,
    left: int = 0,
    is_brief: bool = False,
) -> Said:
    """Render an answer as members would read it, where it stands, and what may be done with it.

    Args:
        title: What was just done with it.
        left: How many answers are due to be looked at; the way to the next is shown.
        is_brief: Whether it is one of many, so that the buttons are near its words on a phone.
    """
    found = each.latest
    address = "" if is_brief else found.source_url
    source = clip(f"{found.source}\n{address}".strip() or words.NOTHING, SOURCE_SHOWN)
    fields = [
        (words.STANDING, _standing(each)),
        (words.ASK, _ways(found.ask, ASK_BRIEFLY if is_brief else ASK_SHOWN)),
        (words.SOURCE, source),
    ]
    if found.status is not Status.RETIRED:
        fields[1:1] = _against(checked)
    embed = card(
        f"{title}: {found.title}" if title else found.title,
        clip(found.body, BODY_MAX),
        fields=fields,
        colour=CALM if each.live == found else NOTE,
    )
    rows = [tuple(_buttons(each, checked.problems))]
    if left:
        rows.append((Press(words.on_to(left), "review:next", (found.id,)),))
    return Said(embeds=(embed,), rows=tuple(rows))


def _against(checked: Checked) -> Sequence[tuple[str, str]]:
    mend = clip(_problems(checked.problems), PROBLEMS_SHOWN)
    pairs = clip(_pairs(checked.mixed_up), PAIRS_SHOWN)
    return [(name, text) for name, text in ((words.TO_MEND, mend), (words.ALIKE, pairs)) if text]


def _buttons(each: Kept, problems: Sequence[Problem]) -> Sequence[Press]:
    found = each.latest
    buttons = [Press(words.EDIT, "entry:edit", (found.id,))]
    if not problems:
        style = ButtonStyle.success
        buttons.insert(0, Press(words.APPROVE, "entry:approve", (found.id,), style=style))
    if found.status is not Status.RETIRED:
        off = Press(
            words.SWITCH_OFF, "entry:retire", (found.id, each.version), style=ButtonStyle.danger
        )
        buttons.append(off)
    label = words.TO_PERSON if found.is_covered else words.ANSWER_IT
    person = Press(label, "entry:person", (found.id, int(found.is_covered), each.version))
    return [*buttons, person, Press(words.HISTORY, "entry:history", (found.id,))]


def _standing(each: Kept) -> str:
    found = each.latest
    parts = [words.MARK[found.status], words.reviewed(found.reviewed_by, found.reviewed_on)]
    parts += [words.review_by(found.review_by)] if found.review_by else []
    parts += [] if found.is_covered else [words.TO_A_PERSON]
    seen = words.MEMBERS_READ if each.live == found else words.NOBODY_READS
    return f"{', '.join(parts)}\n{words.MEMBERS_READ_OLDER if each.is_pending else seen}"


def _problems(problems: Sequence[Problem]) -> str:
    return _bullets(
        [
            words.problem(LABELS.get(each.key, each.key), escape_markdown(each.found), each.allowed)
            for each in problems
        ]
    )


def _pairs(mixed_up: Mapping[str, Sequence[str]]) -> str:
    """Name the answers that this one could be taken for, and the ways to ask that both have."""
    lines = [
        words.alike(escape_markdown(title), [escape_markdown(way) for way in shared])
        for title, shared in mixed_up.items()
    ]
    return f"{words.ALIKE_HINT}\n{_bullets(lines)}" if lines else ""


def form(what: Form) -> Modal:
    """Lay out a form with what is known or was typed in it."""
    if what.draft_id is not None:
        made = Modal(
            title=_form_title(what), custom_id=f"entry:retyped:{what.draft_id}:{what.seen}"
        )
    elif what.kind is FormKind.SIGN:
        made = Modal(title=_form_title(what), custom_id=f"entry:sign:{what.entry_id}:{what.seen}")
    elif what.entry_id == NEW:
        made = Modal(title=_form_title(what), custom_id="entry:new")
    else:
        made = Modal(title=_form_title(what), custom_id=f"entry:write:{what.entry_id}:{what.seen}")
    fields = _sign_fields if what.kind is FormKind.SIGN else _edit_fields
    for label in fields(what.values):
        made.add_item(label)
    made.stop()  # discord.py keeps no state for it; the router answers
    return made


def named_form(what: Form) -> Modal:
    """Lay out the form that signs an answer on the way through all of them."""
    made = form(what)
    made.custom_id = f"review:named:{what.entry_id}:{what.seen}"
    return made


def _form_title(what: Form) -> str:
    return words.SIGN_TITLE if what.kind is FormKind.SIGN else words.EDIT_TITLE


def _edit_fields(typed: Mapping[str, str]) -> Sequence[Label[Modal]]:
    return [
        _field("title", typed, most=MAX_TITLE),
        _field("ask", typed, most=ASK_MAX, hint=words.ASK_HINT, is_long=True, required=False),
        _field("body", typed, most=BODY_MAX, hint=words.BODY_HINT, is_long=True),
        _field("source", typed, most=SOURCE_MAX, hint=words.SOURCE_HINT),
        _field("review_by", typed, most=DATE_MAX, hint=words.DATE_HINT, required=False),
    ]


def _sign_fields(typed: Mapping[str, str]) -> Sequence[Label[Modal]]:
    reviewer: TextInput[Modal] = TextInput(
        custom_id="reviewer",
        default=typed.get("reviewer") or None,
        placeholder=words.REVIEWER_HINT,
        max_length=NAME_MAX,
    )
    return [
        Label(text=words.REVIEWER, component=reviewer),
        _field("review_by", typed, most=DATE_MAX, hint=words.DATE_HINT),
    ]


def _field(
    name: str,
    typed: Mapping[str, str],
    *,
    most: int,
    hint: str | None = None,
    is_long: bool = False,
    required: bool = True,
) -> Label[Modal]:
    box: TextInput[Modal] = TextInput(
        custom_id=name,
        default=typed.get(name, "")[:most] or None,
        placeholder=hint,
        max_length=most,
        required=required,
        style=TextStyle.paragraph if is_long else TextStyle.short,
    )
    return Label(text=LABELS[name], component=box)


def _title(found: Entry) -> str:
    return escape_markdown(clip(found.title, TITLE_SHOWN))


def _ways(ask: Sequence[str], most: int) -> str:
    """Return as many ways to ask as fit, each whole, and how many more there are."""
    if not ask:
        return words.NOTHING
    lines = [f"- {way}" for way in ask]
    fitting = sum(end <= most for end in accumulate(len(line) + 1 for line in lines))
    shown = [clip(lines[0], most), *lines[1:fitting]]
    rest = [words.and_more(len(lines) - len(shown))] if len(lines) > len(shown) else []
    return "\n".join([*shown, *rest])


def _bullets(lines: Sequence[str]) -> str:
    return clip("\n".join(f"- {line}" for line in lines), FIELD_MAX)
