"""A stand-in for the `Rules` port: a server's AutoMod in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain.automod import LiveRule, Part, RuleId, Spec, marked
from bot.domain.deliveries import Failure
from bot.domain.ids import GuildId
from bot.services.ports import MessengerError


@dataclass
class FakeRules:
    """Remembers rules and what was called; fails as often as `failures` has entries.

    Attributes:
        saying: What each rule of ours was last told to say.
        lost: Failures that come after a rule was made or changed.
        refused: Parts whose rules Discord does not take.
        refuses_patterns: Whether it takes phrases alone.
    """

    standing: dict[RuleId, LiveRule] = field(default_factory=dict[RuleId, LiveRule])
    saying: dict[Part, Spec] = field(default_factory=dict[Part, Spec])
    calls: list[str] = field(default_factory=list[str])
    failures: list[Exception] = field(default_factory=list[Exception])
    lost: list[BaseException] = field(default_factory=list[BaseException])
    refused: set[Part] = field(default_factory=set[Part])
    refuses_patterns: bool = False
    made: int = 0

    def by_hand(self, count: int = 1) -> None:
        """Let people make rules of their own."""
        for each in range(count):
            rule_id = RuleId(1 + each)
            self.standing[rule_id] = LiveRule(id=rule_id, part=None, mark="a person's own")

    def of(self, part: Part) -> RuleId:
        """Return the one rule of ours for a part."""
        [found] = [rule_id for rule_id, each in self.standing.items() if each.part is part]
        return found

    def change(self, part: Part) -> None:
        """Let somebody change a rule of ours."""
        rule_id = self.of(part)
        self.standing[rule_id] = replace(self.standing[rule_id], mark="changed by hand")

    async def live(self, guild_id: GuildId) -> Sequence[LiveRule]:
        """Return what stands."""
        del guild_id
        self.calls.append("live")
        if self.failures:
            raise self.failures.pop(0)
        return list(self.standing.values())

    async def create(self, guild_id: GuildId, spec: Spec) -> LiveRule:
        """Make a rule."""
        del guild_id
        self.made += 1
        return self._put(RuleId(1000 + self.made), spec, "create")

    async def edit(self, guild_id: GuildId, rule_id: RuleId, spec: Spec) -> LiveRule:
        """Change a rule."""
        del guild_id
        if rule_id not in self.standing:
            raise MessengerError("404", failure=Failure.GONE)
        return self._put(rule_id, spec, "edit")

    def _put(self, rule_id: RuleId, spec: Spec, call: str) -> LiveRule:
        self.calls.append(f"{call} {spec.part}")
        if spec.part in self.refused or (spec.patterns and self.refuses_patterns):
            raise MessengerError("400", failure=Failure.REFUSED)
        # What Discord says stands there need not be what it was sent, letter for letter.
        rule = LiveRule(id=rule_id, part=spec.part, mark=marked(["as Discord has it", spec.mark]))
        self.standing[rule_id] = rule
        self.saying[spec.part] = spec
        if self.lost:
            raise self.lost.pop(0)
        return rule
