"""The services that care is made of, over a real ledger."""

import pytest

from bot.domain.faq import search
from bot.services.alerts import AlertService
from bot.services.answers import AnswerService
from bot.services.care import CareService
from bot.services.caring import Caring
from bot.services.deliveries import DeliveryService
from bot.services.library import LibraryService
from bot.services.rota import RotaService
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import FakePeople, ManualClock
from tests.services.caring import ADMIN, ANN, BEN, LADDER, MEMBER
from tests.services.library_builders import PARKING, WATER


@pytest.fixture
def people() -> FakePeople:
    """Two moderators, an admin and a member; the admin is who Discord tells of unasked."""
    return FakePeople({each.user_id: each for each in (ANN, BEN, ADMIN, MEMBER)}, [ADMIN.user_id])


@pytest.fixture
def rota(caring: Caring) -> RotaService:
    """Who is on call: nobody yet."""
    return caring.rota


@pytest.fixture
def alerts(
    database: Database,
    deliveries: DeliveryService,
    servers: Servers,
    people: FakePeople,
    rota: RotaService,
    clock: ManualClock,
) -> AlertService:
    """What tells staff."""
    return AlertService(
        database=database,
        deliveries=deliveries,
        servers=servers,
        people=people,
        rota=rota,
        ladder=LADDER,
        now=clock,
    )


@pytest.fixture
def care(
    database: Database, deliveries: DeliveryService, servers: Servers, clock: ManualClock
) -> CareService:
    """What staff do with a care card."""
    return CareService(
        database=database, deliveries=deliveries, servers=servers, ladder=LADDER, now=clock
    )


@pytest.fixture
def caring(
    database: Database, deliveries: DeliveryService, people: FakePeople, clock: ManualClock
) -> Caring:
    """All of them together, as the bot puts them."""
    return Caring(
        ladder=LADDER,
        given=(),
        database=database,
        deliveries=deliveries,
        people=people,
        server_name=lambda _: "Harbour",
        now=clock,
    )


@pytest.fixture
def library(database: Database, servers: Servers, clock: ManualClock) -> LibraryService:
    """The service under test, with its answers."""
    shipped = {each.id: each for each in (PARKING, WATER)}
    answers = AnswerService(
        database=database,
        shipped=search.build(list(shipped.values())),
        now=clock,
        target=0.05,
    )
    return LibraryService(
        database=database, servers=servers, answers=answers, shipped=shipped, now=clock
    )
