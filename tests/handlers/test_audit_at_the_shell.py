"""The operator verifies, shows and seals the trail at the shell."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from sqlalchemy import update

from bot.__main__ import main
from handlers import lifecycle
from handlers.house import House
from handlers.inputs import Removal
from storage import audit, companies, installations, takedowns
from storage.access import Way
from storage.assets import Asset, Kind, Platform
from storage.audit import Act, trail
from storage.cipher import Cipher
from storage.companies import Seat
from storage.database import Database
from storage.installations import Installation
from storage.reports import Count, Part, Report
from storage.takedowns import ABOUT, Mark, Takedown
from tests.storage.trail_ground import NOW, Ground, ground

Shell = Callable[..., tuple[int, str]]
REPORT = Report(parts=(Part((Count(74, (Asset(Kind.PAGE, Platform.FACEBOOK),)),)),))


@pytest.fixture
def shell(database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Type `tocsin audit …`; the exit code, and all that was said."""
    for name in [name for name in os.environ if name.startswith(("SLACK_", "TOCSIN_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))

    def type_(*words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["tocsin", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), " ".join((said.out + said.err).replace("│", " ").split())

    return type_


@pytest.fixture
def here(database: Database) -> Ground:
    """A coalition with eight lines in its trail, none of them sealed."""
    made = ground(database)
    with database.begin() as session:
        made.write(session, 8)
    return made


def logged(here: Ground) -> Takedown:
    """Log a record of the first company, which the second opens."""
    with here.database.begin() as session:
        facebook, google = here.speakers
        made = takedowns.report(session, facebook, REPORT, mark=Mark.AMBER_STRICT, form="form", way=Way.FORM, now=NOW)
        audit.note(session, google, Act.OPENED, ABOUT, made.id, way=Way.BUTTON, now=NOW)
    return made


def test_the_newest_seal_is_printed_and_vouches_for_all_before_it(shell: Shell, here: Ground) -> None:
    name = here.coalition.name
    code, said = shell("audit", "seal")
    with here.database.read() as session:
        newest = audit.newest_seal(session, here.coalition)
    assert (code, said) == (0, f"{name} {newest}")
    assert f"{name} 8:" in said
    assert shell("audit", "verify") == (0, f"{name}: 8 sealed and whole, 0 not sealed yet.")
    with here.database.begin() as session:
        here.write(session, 2)
    assert newest is not None
    for printed in (str(newest), newest.for_others):
        assert shell("audit", "verify", "--seal", printed) == (0, f"{name}: 8 sealed and whole, 2 not sealed yet.")
    code, said = shell("audit", "verify", "--seal", "0" * 64)
    assert code == 1
    assert "Nothing fits the seal that was printed." in said


def test_a_coalition_without_a_trail_says_so(shell: Shell, database: Database) -> None:
    name = ground(database).coalition.name
    assert shell("audit", "seal") == (0, f"{name}: nothing was noted yet.")
    assert shell("audit", "verify") == (0, f"{name}: 0 sealed and whole, 0 not sealed yet.")


def test_what_was_changed_or_removed_is_named_by_place_and_time_and_not_by_what_it_says(
    shell: Shell, here: Ground
) -> None:
    shell("audit", "seal")
    mine = trail.c.coalition_id == here.coalition.id
    with here.database.begin() as session:
        session.execute(update(trail).where(mine, trail.c.sequence == 3).values(detail="Never was"))
        session.execute(trail.delete().where(mine, trail.c.sequence.in_((5, 6))))
    code, said = shell("audit", "verify", "--coalition", here.coalition.name)
    assert code == 1
    assert said == (
        f"{here.coalition.name}: 6 sealed, 0 not sealed yet; 2 faults: "
        "3 (2018-08-24 16:00:00 UTC) is not what was sealed there. "
        "5 to 6 (after 2018-08-24 16:00:00 UTC) is missing."
    )


def test_a_seal_that_was_printed_by_another_trail_is_told(shell: Shell, here: Ground) -> None:
    shell("audit", "seal")
    code, said = shell("audit", "verify", "--seal", f"8:{'0' * 64}")
    assert code == 1
    assert said.endswith("1 fault: 8 (2018-08-24 16:00:00 UTC) does not fit the seal that was printed.")
    code, said = shell("audit", "verify", "--seal", "8:abc")
    assert code == 2
    assert "This is no seal. It looks like 1234:ab12…" in said


def test_every_coalition_is_verified_and_a_seal_asks_which_is_meant(shell: Shell, here: Ground) -> None:
    other = ground(here.database).coalition
    code, said = shell("audit", "verify")
    assert code == 0
    assert here.coalition.name in said
    assert other.name in said
    code, said = shell("audit", "verify", "--seal", f"8:{'0' * 64}")
    assert code == 2
    assert "Say which with --coalition" in said


def test_the_trail_of_one_record_is_shown_and_that_it_was_shown_is_in_it(shell: Shell, here: Ground) -> None:
    reference = logged(here).reference
    first = "2018-08-24 16:00:00 UTC Facebook UFacebook: logged, by form"
    second = "2018-08-24 16:00:00 UTC Google UGoogle: opened, by button"
    assert shell("audit", "show", reference.lower()) == (0, f"{first} {second}")
    code, said = shell("audit", "show", reference)
    assert code == 0
    assert said.startswith(f"{first} {second} ")
    assert said.endswith("the operator: read_trail, by shell")


def test_a_record_that_is_not_there_is_told(shell: Shell, here: Ground) -> None:
    code, said = shell("audit", "show", "TD-00000")
    assert code == 2
    assert f"There is no record TD-00000 in {here.coalition.name}." in said


def noted(here: Ground, act: Act) -> list[tuple[str, str, int | None]]:
    """List what the trail of the coalition says of one kind of act: the way, the detail, the company."""
    with here.database.read() as session:
        rows = session.execute(
            trail.select().where(trail.c.coalition_id == here.coalition.id, trail.c.act == act, trail.c.about != ABOUT)
        )
        return [(row.way, row.detail, row.company_id) for row in rows]


def test_seats_and_roles_that_the_operator_gives_are_noted_with_what_they_are(shell: Shell, here: Ground) -> None:
    assert shell("company", "add", "FireEye", "--team", "T0FIREEYE", "--seat", "observer")[0] == 0
    assert shell("person", "add", "U0GRETA", "--company", "Google", "--role", "counsel")[0] == 0
    assert noted(here, Act.SEATED) == [("shell", "observer", None)]
    assert noted(here, Act.APPOINTED) == [("shell", "counsel", None)]


def test_a_removed_app_is_noted_for_the_company_that_removed_it_once(here: Ground) -> None:
    google = here.speakers[1].company
    house = House(
        database=here.database,
        clock=lambda: NOW,
        slack=lambda _: pytest.fail("nothing is asked of Slack"),
        slack_with=lambda _: pytest.fail("nothing is asked of Slack"),
        wake_courier=lambda: None,
        cipher=Cipher(None),
    )
    with here.database.begin() as session:
        companies.add(session, here.coalition, google.name, team_ids=["T0GOOGLE"], seat=Seat.MEMBER, now=NOW)
        installations.add(session, Installation("T0GOOGLE", None, "sealed", "U0BOT", "B0BOT"), now=NOW)
    for _ in range(2):  # Slack repeats its events.
        lifecycle.removed(house, Removal("T0GOOGLE"), NOW)
    assert noted(here, Act.UNINSTALLED) == [("event", "", google.id)]
