"""Filing for an absent lead: both are named, nobody of another company is, and the Chatham House Rule hides both."""

from __future__ import annotations

import pytest

from storage import audit, filing, people, takedowns
from storage.access import Way
from storage.audiences import Mark, NoLongerThere, Scope
from storage.audit import Act
from storage.database import Database
from storage.people import Role, Room
from storage.takedowns import Filed
from tests.storage.seats import NOW, pages, seats
from tests.storage.test_appointing import again, colleague


def test_one_logs_in_the_name_of_the_lead_or_a_deputy_of_ones_own_company_and_of_nobody_else(
    database: Database,
) -> None:
    with database.begin() as session:
        there = seats(session)
        who = there.google
        people.appoint(session, there.facebook.company, there.facebook.user_id, Role.LEAD, now=NOW)
        for user_id, role in (("U0LEAD", Role.LEAD), ("U0DEPUTY", Role.DEPUTY), ("U0COUNSEL", Role.COUNSEL)):
            colleague(session, who.company, user_id)
            people.appoint(session, who.company, user_id, role, now=NOW)
        people.appoint(session, who.company, who.user_id, Role.DEPUTY, now=NOW)
        offered = filing.in_whose_name(session, again(session, who))
        assert [one.user_id for one in offered] == ["U0DEPUTY", "U0LEAD"]
        assert filing.chosen(session, who, "") is None
        assert filing.chosen(session, who, offered[1].token) == offered[1]
        facebook = again(session, there.facebook).person
        counsel = people.named(session, there.coalition, who.company, "U0COUNSEL")
        assert facebook
        assert counsel
        for token in (facebook.token, counsel.token, "AAAA"):
            with pytest.raises(NoLongerThere):
                filing.chosen(session, who, token)
        people.leave(session, there.coalition, "U0LEAD", Room.MEMBERS)
        with pytest.raises(NoLongerThere):
            filing.chosen(session, who, offered[1].token)


@pytest.mark.parametrize("chatham", [False, True])
def test_the_record_and_its_trail_name_both_and_the_rule_hides_both(
    database: Database,
    chatham: bool,  # noqa: FBT001
) -> None:
    with database.begin() as session:
        there = seats(session)
        lead = colleague(session, there.facebook.company, "U0LEAD")
        people.meet(session, there.facebook.company, "U0LEAD", guest_account=False, now=NOW, name="Lea")
        lead = people.by_id(session, lead.id) or lead
        record = takedowns.report(
            session,
            there.facebook,
            pages(74),
            mark=Mark.AMBER,
            scope=Scope(chatham=chatham),
            absent=lead,
            form="f",
            way=Way.FORM,
            now=NOW,
        )
        both = Filed("U0LEAD", "Lea", "U0FRIDA")
        assert record.filed == takedowns.by_id(session, there.facebook, record.id).filed == both
        assert takedowns.by_id(session, there.google, record.id).filed == (None if chatham else both)
        (noted,) = audit.about(session, there.coalition.id, takedowns.ABOUT, record.id)
        assert (noted.act, noted.user_id, noted.detail) == (Act.LOGGED, "U0FRIDA", "for U0LEAD")
        revised = takedowns.revise(
            session,
            there.facebook,
            record.token,
            pages(75),
            mark=Mark.AMBER,
            reason="One more",
            base=1,
            form="g",
            way=Way.FORM,
            now=NOW,
        )
        assert revised.filed == both
