"""What is said to a person in danger, as the clinic signed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.screening.verdict import Language, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """A button that opens a help line's own page.

    Attributes:
        label: At most 80 characters (Discord's limit).
        url: http or https; Discord takes no telephone links.
    """

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportText:
    """The words for one topic in one language.

    Attributes:
        public: The note in the room. It claims nothing about moderators.
        told_staff: Added to the public note only after the alert was really delivered.
        private: The direct message.
        verified_on: When the help lines in it were last checked.
        review_by: When they have to be checked again.
        reviewed_by: The clinician who signed the wording; None until one has.
    """

    topic: Topic
    language: Language
    public: str
    told_staff: str
    private: str
    verified_on: date
    review_by: date
    reviewed_by: str | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPage:
    """The answer to `/support now` in one language, with its help-line buttons.

    Attributes:
        offer: What somebody reads in private who wrote of a hard time that is past.
    """

    language: Language
    text: str
    offer: str
    help_lines: tuple[HelpLine, ...]
    verified_on: date
    review_by: date
    reviewed_by: str | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportTexts:
    """All support words. Complete by construction: every topic in every language."""

    texts: Mapping[tuple[Topic, Language], SupportText]
    pages: Mapping[Language, SupportPage]

    def text(self, topic: Topic, language: Language) -> SupportText:
        """Give the words for a topic in a language."""
        return self.texts[topic, language]

    def page(self, language: Language) -> SupportPage:
        """Give the `/support now` page in a language."""
        return self.pages[language]
