"""What is done when a seat was granted."""

from __future__ import annotations

from datetime import datetime

from storage import admissions
from storage.access import Speaker
from storage.admissions import Admission
from storage.approvals import Approval
from storage.database import Session


def granted(session: Session, asker: Speaker, approval: Approval, now: datetime) -> None:
    """Seat the company as was asked."""
    admissions.carry_out(session, asker, Admission.read(approval.payload), now=now)
