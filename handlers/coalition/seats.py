"""What is done when a seat was granted."""

from __future__ import annotations

from datetime import datetime

from handlers.coalition import joining
from storage import admissions, companies
from storage.access import Speaker
from storage.admissions import Admission
from storage.approvals import Approval
from storage.database import Session


def granted(session: Session, asker: Speaker, approval: Approval, now: datetime) -> None:
    """Seat the company as was asked; where it would read old cards, its coordinators hear of that."""
    admission = Admission.read(approval.payload)
    company = admissions.carry_out(session, asker, admission, now=now)
    joining.seated(session, asker.coalition, company, companies.team_ids(session, company), now)
