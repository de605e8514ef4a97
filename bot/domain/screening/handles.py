"""A person's name on another service: "my snap is moonchild77", "find me on kik as ..."."""

import re
from collections.abc import Sequence

_SERVICES = (
    "snap|snapchat|sc|insta|instagram|ig|telegram|tele|tg|kik|discord|whatsapp|wsp|whats|wechat"
    "|line"
    "|signal|tiktok|tik tok|twitter|facebook|face|fb|messenger|reddit|steam|skype|viber|threads"
    "|bluesky"
    "|bsky|bereal"
    "|psn|xbox|gamertag|venmo|cashapp|cash app|zelle|paypal|twitch|mastodon|tumblr|imessage"
)
_SERVICE = frozenset(_SERVICES.replace("|", " ").split())
_GIVING = frozenset(["username", "user", "handle", "u", "venmo", "usuario"])
# A name that no ordinary word could be: it has a digit, a dot or a line in it, or an @ before it.
_NAME = (
    r"(?:@ ?[a-z0-9][a-z0-9._-]{1,40}|(?=[0-9._-]*[a-z])(?=[a-z0-9._-]{0,40}(?:[a-z_][0-9]"
    r"|[0-9_][a-z_]|[a-z0-9][._-][a-z0-9]))"
    r"[a-z0-9][a-z0-9._-]{2,40})"
)
_LEADS = (
    r"(?: ?(?:'s|is|es|as|como|user|username|usuario|handle|name|id|tag|account|at|me|soy|to"
    r"|called|under"
    r"|the|and|i am|im|i'm|mi|en|con|add|=|:|- |,|\(|;|>)){0,6}"
)
_ON_SERVICE = re.compile(rf"\b(?:{_SERVICES})\b{_LEADS} ?{_NAME}(?![a-z0-9@])")
# A plain word is a name only where it is said to be one.
_PLAIN = r"(?!{stop}\b)[a-z][a-z'-]{{2,30}}"
_STOP = (
    "(?:private|full|all|just|mostly|basically|a|an|the|my|not|so|down|dead|broken|gone|boring"
    "|open|public"
    "|in|on|hacked|locked|old|empty|for|under|deleted|too|only|where|been|getting|still|really"
    "|being|off"
    "|and|or|but|if|is|it|well|they|we|you|soon|always|usually|acting|slow|fine|okay|ok|how|what"
    "|when"
    "|why|with|from|about|like|no|yes|now|also|pretty|very|making|such|one|currently|kind|kinda"
    "|feed"
    "|happening|quiet|literally|probably|going|people|blowing|wild|muy|una|un|la|el|que|de|soft"
    "|part)"
)
_WORD = _PLAIN.format(stop=_STOP)
_MINE = re.compile(
    rf"\b(?:my|mi|his|her|their|su) (?:{_SERVICES})(?: (?:user|username|usuario|handle|name|id"
    rf"|tag|account))?"
    rf"(?: (?:is|es)|'s|s| ?[:=]) ?{_WORD}(?: ?[.,!;)]| (?:add|if|hit|dm|or|and|on|msg|message"
    rf"|text)\b|$)"
)
_FIND_ME = re.compile(
    r"\b(?:find|add|follow|hit|dm|message|msg|reach|get|catch|look|text|snap|buscame|encuentrame"
    r"|agregame|agreguenme|sigueme|siganme|escribeme|hablame|contactame|search|ping)(?: (?:me|us"
    r"|him|her|up|for|a mi))"
    r"{0,2} (?:on|in|at|via|over|en|por) (?:the )?"
    rf"(?:{_SERVICES}),? ?(?:as|como|@|:|under|user(?:name)?|i am|i'm|im|soy|my name is|name"
    rf"|handle|me llamo"
    rf"|estoy como|usuario) ?:? ?{_WORD}"
)
_BY_NAME = re.compile(
    r"\b(?:fb|facebook|face|messenger|linkedin)(?: is| es"
    r"|:|,)? ?(?:under |as |como |i'm |im |i am |soy )?"
    r"[a-z]{2,15} [a-z]{2,15}(?: [a-z]{2,15})?, (?:the one|the guy|the girl|with|la|el|profile)\b"
)
_BARE = re.compile(
    r"(?:cashapp|cash app|venmo|cash tag|cashtag)(?: is|:)? ?\$[a-z][a-z0-9_]{2,20}|"
    r"(?<![a-z0-9/.])u/[a-z0-9_-]{3,20}\b|\b(?:t|wa"
    r"|m)\.me/\S|(?<![a-z0-9])[a-z0-9_.]{2,32}#\d{4}(?!\d)"
    r"|\blive:[a-z0-9.]{3,}|\b(?:snapchat|instagram|facebook|tiktok)\.com/\S"
    r"|\b(?:dm|message|msg|follow|add|text|venmo|zelle|cashapp|hmu|reach|write|buscame|agregame"
    r"|escribeme"
    r"|sigueme)(?: (?:me|him|her))?(?: (?:on|at|en|in|to))? ?@[a-z0-9][a-z0-9._-]{2,40}"
    r"|\b(?:username|user|usuario|handle|gamertag|screen ?name)(?: there)?(?: is| es|:| =)? ?"
    rf"(?:{_NAME}|[a-z]{{3,}}[0-9]{{1,6}})"
)
# The room's own advertisers and swindlers give names as well: those are another kind.
_PUBLIC = re.compile(
    r"\b(?:etsy|shop|store|podcast|channel|subscribe|merch|commissions?|album|stream|streams"
    r"|streaming"
    r"|youtube|twitch|patreon|link in bio|coaching|clients?|business|discount|promo|invest\w*"
    r"|crypto|bitcoin"
    r"|forex|trading|trader|profits?|earn\w*|art|artist|blog|newsletter|brand|followers"
    r"|follow back|course"
    r"|paintings?|prints|book|music|reels?|content|hacker|recovery|sketch\w*|crafts?|candles"
    r"|jewelry|vlog\w*"
    r"|tienda|canal|clinic|clinic's|dibujos|musica|ganancias|mentor|onlyfans|nudes|menu|stock"
    r"|fotos|photos"
    r"|photography|page|pagina|mod|mods|moderators?|server)\b"
)
_SIGN = re.compile(r"[@/#:]")


def is_given(folded: str, raw: Sequence[str]) -> bool:
    """Say whether somebody's name on another service is given, other than to sell something."""
    named = not _SERVICE.isdisjoint(raw)
    if not named and _GIVING.isdisjoint(raw) and not _SIGN.search(folded):
        return False
    if not (
        _BARE.search(folded)
        or (named and any(one.search(folded) for one in (_ON_SERVICE, _MINE, _FIND_ME, _BY_NAME)))
    ):
        return False
    return not _PUBLIC.search(folded)
