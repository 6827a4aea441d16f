"""Rhythms in people's words: what is understood, what is said back, and what is told instead of guessed."""

from __future__ import annotations

from datetime import date, time

import pytest

from handlers.formats.rhythm import LONGEST, Problem, Trouble, read_rhythm, write_rhythm
from storage.rhythms import LAST, Every, Rhythm

# A Friday.
TODAY = date(2018, 8, 24)


def daily(at: str = "09:00") -> Rhythm:
    return Rhythm(Every.DAILY, time.fromisoformat(at))


def weekly(*days: int, at: str = "09:00") -> Rhythm:
    return Rhythm(Every.WEEKLY, time.fromisoformat(at), weekdays=days)


def nth(ordinals: int | tuple[int, ...], weekday: int, at: str = "10:00") -> Rhythm:
    ordinals = (ordinals,) if isinstance(ordinals, int) else ordinals
    return Rhythm(Every.MONTHLY, time.fromisoformat(at), ordinals=ordinals, weekdays=(weekday,))


def monthly(*days: int, at: str = "09:00") -> Rhythm:
    return Rhythm(Every.MONTHLY, time.fromisoformat(at), days=days)


def yearly(month: int, day: int, at: str = "10:00") -> Rhythm:
    return Rhythm(Every.YEARLY, time.fromisoformat(at), month=month, days=(day,))


@pytest.mark.parametrize(
    ("typed", "rhythm"),
    [
        # Every day, every week.
        ("daily at 8", daily("08:00")),
        ("every day at 8:00", daily("08:00")),
        ("tous les jours à 8 h", daily("08:00")),
        ("chaque jour à 8h", daily("08:00")),
        ("every Monday at 9:00", weekly(0)),
        ("chaque lundi à 9 h", weekly(0)),
        ("Mondays 9am", weekly(0)),
        ("EVERY MONDAY AT 9:00 AM.", weekly(0)),
        ("à 9 h tous les lundis", weekly(0)),
        ("9am every Monday", weekly(0)),
        ("weekly on Mondays at 9", weekly(0)),
        ("toutes les semaines le lundi à 9 h", weekly(0)),
        ("une fois par semaine, le lundi à 9 h", weekly(0)),
        ("every weekday at 9", weekly(0, 1, 2, 3, 4)),
        ("Mon–Fri 9am", weekly(0, 1, 2, 3, 4)),
        ("from Monday to Friday at 9", weekly(0, 1, 2, 3, 4)),
        ("du lundi au vendredi à 9 h", weekly(0, 1, 2, 3, 4)),
        ("tous les jours ouvrés à 9 h", weekly(0, 1, 2, 3, 4)),
        ("every day Monday to Friday at 9", weekly(0, 1, 2, 3, 4)),
        ("Friday to Monday at 9", weekly(0, 4, 5, 6)),
        ("Mon, Wed & Fri at 9", weekly(0, 2, 4)),
        ("every Monday at 9 &amp; Thursday", weekly(0, 3)),
        ("mardi et jeudi, 14 h", weekly(1, 3, at="14:00")),
        # The month.
        ("third Thursday 10:00", nth(3, 3)),
        ("first Tuesday of the month at 10", nth(1, 1)),
        ("le premier mardi du mois à 10 h 30", nth(1, 1, "10:30")),
        ("tous les premiers mardis du mois à 10 h", nth(1, 1)),
        ("every first Tuesday at 10", nth(1, 1)),
        ("every third Thursday of the month at 10", nth(3, 3)),
        ("last Friday of the month at noon", nth(LAST, 4, "12:00")),
        ("le dernier vendredi du mois à midi", nth(LAST, 4, "12:00")),
        ("once a month on the last Friday at 10", nth(LAST, 4)),
        ("the 1st and 3rd Tuesday at 10am", nth((1, 3), 1)),
        ("first Tuesday and third Tuesday at 10", nth((1, 3), 1)),
        ("premier et troisième mardis du mois à 10 h", nth((1, 3), 1)),
        ("on the 1st and the 15th at 9:00", monthly(1, 15)),
        ("le 1er et le 15 du mois à 9 h", monthly(1, 15)),
        ("les 1er, 10 et 20 du mois à 9 h", monthly(1, 10, 20)),
        ("chaque mois le 15 à 9 h", monthly(15)),
        ("every 15th at 9", monthly(15)),
        ("first day of each month at 9", monthly(1)),
        ("le premier du mois à 9 h", monthly(1)),
        ("the last day of the month at 9", monthly(LAST)),
        ("le 15 et le dernier jour du mois à 9 h", monthly(15, LAST)),
        ("the 31st at 9", monthly(31)),
        # The year.
        ("every year on 24 August at 10:00", yearly(8, 24)),
        ("annually on August 24th at 10", yearly(8, 24)),
        ("chaque année le 1er septembre à 10 h", yearly(9, 1)),
        ("tous les ans le 29 février à 10 h", yearly(2, 29)),
        # Every so many, from the first such day.
        ("every second Tuesday at ten", weekly(1, at="10:00").spaced(2, TODAY)),
        ("every other Tuesday at 10", weekly(1, at="10:00").spaced(2, TODAY)),
        ("un mardi sur deux à 10 h", weekly(1, at="10:00").spaced(2, TODAY)),
        ("tous les deux mardis à 10 h", weekly(1, at="10:00").spaced(2, TODAY)),
        ("une semaine sur deux le mardi à 10 h", weekly(1, at="10:00").spaced(2, TODAY)),
        ("le mardi tous les quinze jours à 10 h", weekly(1, at="10:00").spaced(2, TODAY)),
        ("fortnightly on Tuesdays at 10", weekly(1, at="10:00").spaced(2, TODAY)),
        ("every two weeks on Monday and Thursday at 9", weekly(0, 3).spaced(2, TODAY)),
        ("every second Monday and Thursday at 9", weekly(0, 3).spaced(2, TODAY)),
        ("every other day at 9", daily().spaced(2, TODAY)),
        ("tous les trois jours à 9 h", daily().spaced(3, TODAY)),
        ("every 3 months on the first Tuesday at 10", nth(1, 1).spaced(3, TODAY)),
        ("second Tuesday of every other month at 10", nth(2, 1).spaced(2, TODAY)),
        ("un mois sur deux, le premier mardi, à 10 h", nth(1, 1).spaced(2, TODAY)),
        ("every 6 weeks on Tuesday at 10 from 3 September", weekly(1, at="10:00").spaced(6, date(2018, 9, 3))),
        ("un mardi sur deux à 10 h à partir du 1er janvier", weekly(1, at="10:00").spaced(2, date(2019, 1, 1))),
        ("every second Tuesday at 10 from Tuesday, May 1, 2018", weekly(1, at="10:00").spaced(2, date(2018, 5, 1))),
        ("every Monday at 9 starting 2018-09-03", weekly(0).spaced(1, date(2018, 9, 3))),
    ],
)
def test_a_rhythm_is_read(typed: str, rhythm: Rhythm) -> None:
    assert read_rhythm(typed, today=TODAY) == rhythm


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        *(("9:00", "09:00"), ("09:00", "09:00"), ("9.30", "09:30"), ("at 9", "09:00"), ("@ 4pm", "16:00")),
        *(("9am", "09:00"), ("9 a.m.", "09:00"), ("12am", "00:00"), ("12 pm", "12:00"), ("12:30am", "00:30")),
        *(("21:05", "21:05"), ("03:00", "03:00"), ("0:15", "00:15"), ("at 12", "12:00"), ("at twelve", "12:00")),
        *(("at ten thirty", "10:30"), ("ten o’clock", "10:00"), ("at half past nine", "09:30")),
        *(("at quarter to ten", "09:45"), ("at a quarter past 9", "09:15"), ("3 in the afternoon", "15:00")),
        *(("8 in the evening", "20:00"), ("six in the morning", "06:00"), ("noon", "12:00"), ("midi", "12:00")),
        *(("9 h", "09:00"), ("9h", "09:00"), ("9h05", "09:05"), ("9 h 05", "09:05"), ("à 3 h", "03:00")),
        *(
            ("à 9\u00a0h\u00a030", "09:30"),
            ("neuf heures", "09:00"),
            ("sept heures", "07:00"),
            ("à 18 heures", "18:00"),
        ),
        *(("dix heures et demie", "10:30"), ("dix heures et quart", "10:15"), ("onze heures moins le quart", "10:45")),
        *(("vingt et une heures trente", "21:30"), ("midi et demi", "12:30"), ("9 h du soir", "21:00")),
        *(("15 h de l’après-midi", "15:00"), ("8 h du matin", "08:00")),
    ],
)
def test_an_hour_is_read_before_and_behind_the_day(typed: str, at: str) -> None:
    assert read_rhythm(f"Monday {typed}", today=TODAY) == weekly(0, at=at)
    assert read_rhythm(f"{typed}, lundi", today=TODAY) == weekly(0, at=at)


@pytest.mark.parametrize(
    ("typed", "trouble", "words"),
    [
        ("", Trouble.NO_DAY, ""),
        ("at 9", Trouble.NO_DAY, ""),
        ("every week at 9", Trouble.NO_DAY, ""),
        ("monthly at 9", Trouble.NO_DAY, ""),
        ("every year at 9", Trouble.NO_DAY, ""),
        ("every Monday", Trouble.NO_TIME, ""),
        ("first Tuesday of the month", Trouble.NO_TIME, ""),
        ("every Monday at", Trouble.NO_TIME, ""),
        ("every Blursday at 9", Trouble.UNKNOWN, "Blursday"),
        ("every day except Sunday at 9", Trouble.UNKNOWN, "except"),
        ("chaque lundi sauf en août à 9 h", Trouble.UNKNOWN, "sauf en août"),
        ("every weekday at 9 Paris time", Trouble.UNKNOWN, "Paris time"),
        ("lundi prochain à 9 h", Trouble.UNKNOWN, "prochain"),
        ("around 9 on Mondays", Trouble.UNKNOWN, "around 9"),
        ("every Monday 9", Trouble.UNKNOWN, "9"),
        ("every Monday at 9 for 3 weeks", Trouble.UNKNOWN, "for 3 weeks"),
        ("every Monday at 9 until 3 October", Trouble.UNKNOWN, "until"),
        ("the first working day of the month at 9", Trouble.UNKNOWN, "first working day"),
        ("les jours ouvrables à 9 h", Trouble.UNKNOWN, "jours ouvrables"),
        ("quarterly at 9", Trouble.UNKNOWN, "quarterly"),
        ("on the second at 9", Trouble.UNKNOWN, "second"),
        ("lundi à h", Trouble.UNKNOWN, "h"),
        ("every 0 weeks on Monday at 9", Trouble.UNKNOWN, "0 weeks"),
        ("every Tuesday or Thursday at 9", Trouble.UNKNOWN, "or"),
        ("every Monday ☎ at 9", Trouble.UNKNOWN, "☎"),
        ("every Monday at 9 in leap years", Trouble.UNKNOWN, "in leap years"),
        ("https://example.org every Monday at 9", Trouble.UNKNOWN, "https://example.org"),
        ("every Monday at 9 and 10", Trouble.TWO_TIMES, "at 9 and 10"),
        ("every Monday 9:00–10:00", Trouble.TWO_TIMES, "10:00"),
        ("lundi à 9 h, mardi à 10 h", Trouble.TWO_TIMES, "à 10 h"),
        ("every Monday at 25:00", Trouble.BAD_TIME, "at 25:00"),
        ("lundi à 9 h 75", Trouble.BAD_TIME, "à 9 h 75"),
        ("Mondays 13pm", Trouble.BAD_TIME, "13pm"),
        ("every Monday at 3", Trouble.WHICH_TIME, "at 3"),
        ("every Monday at 3:30", Trouble.WHICH_TIME, "at 3:30"),
        ("every Monday at half past six", Trouble.WHICH_TIME, "at half past six"),
        ("every Monday at quarter to one", Trouble.WHICH_TIME, "at quarter to one"),
        ("Monday at midnight", Trouble.WHICH_TIME, "at midnight"),
        ("lundi à minuit", Trouble.WHICH_TIME, "à minuit"),
        ("every third Thursday at 10", Trouble.TWO_MEANINGS, "third Thursday"),
        ("chaque deuxième mardi à 10 h", Trouble.TWO_MEANINGS, "deuxième mardi"),
        ("biweekly on Tuesday at 10", Trouble.TWO_MEANINGS, "biweekly"),
        ("every second day of the month at 9", Trouble.TWO_MEANINGS, "second day"),
        ("monthly on Tuesday at 10", Trouble.WHICH_WEEK, "Tuesday"),
        ("un mardi du mois à 10 h", Trouble.UNKNOWN, "un"),
        ("every year on 31 February at 9", Trouble.BAD_DAY, "31 February"),
        ("the 32nd at 9", Trouble.BAD_DAY, "32nd"),
        ("0th Tuesday at 9", Trouble.BAD_DAY, "0th Tuesday"),
        ("the 0th at 9", Trouble.BAD_DAY, "0th"),
        ("le 15e mardi du mois à 9 h", Trouble.BAD_DAY, "15e mardi"),
        ("every Monday at 9 from 31 June", Trouble.BAD_DAY, "from 31 June"),
        ("every Monday at 9 from Tuesday 3 September 2018", Trouble.BAD_DAY, "from Tuesday 3 September 2018"),
        ("24 August at 10:00", Trouble.ONCE, "24 August"),
        ("on Monday, September 3, 2018 at 9", Trouble.ONCE, "September 3, 2018"),
        ("2018-09-03 at 9", Trouble.ONCE, "2018-09-03"),
        ("Mon-Wed-Fri at 9", Trouble.TWO_MEANINGS, "Mon-Wed"),
        ("Monday to Wednesday to Friday at 9", Trouble.UNKNOWN, "to"),
        ("the 1st–15th of the month at 9", Trouble.TWO_MEANINGS, "1st–15th"),
        ("Monday...Friday at 9", Trouble.UNKNOWN, "..."),
        ("every day at 9, every Monday at 9", Trouble.SEVERAL, "every day"),
        ("every second Tuesday and every Monday at 9", Trouble.SEVERAL, "Monday"),
        ("un mardi sur deux et le jeudi à 9 h", Trouble.SEVERAL, "jeudi"),
        ("first Monday and third Tuesday at 9", Trouble.SEVERAL, "third Tuesday"),
        ("Monday the 1st at 9", Trouble.SEVERAL, "1st"),
        ("every day at 9 weekly", Trouble.SEVERAL, "weekly"),
        ("every year on 24 August and 24 September at 9", Trouble.SEVERAL, "24 September"),
        ("every 60 weeks on Monday at 9", Trouble.TOO_FAR_APART, "60 weeks"),
        ("tous les huit jours à 9 h", Trouble.TOO_FAR_APART, "huit jours"),
        ("every Monday at 9 " * 40, Trouble.TOO_LONG, ""),
    ],
)
def test_what_is_not_understood_is_told(typed: str, trouble: Trouble, words: str) -> None:
    assert read_rhythm(typed, today=TODAY) == Problem(trouble, words)


def test_an_hour_that_is_not_said_is_the_one_that_was_given() -> None:
    assert read_rhythm("first Tuesday of the month", today=TODAY, at=time(10)) == nth(1, 1)
    assert read_rhythm("first Tuesday of the month at 11", today=TODAY, at=time(10)) == nth(1, 1, "11:00")
    assert read_rhythm("at 11", today=TODAY, at=time(10)) == Problem(Trouble.NO_DAY)


@pytest.mark.parametrize(
    ("rhythm", "english", "french"),
    [
        (daily("08:00"), "every day at 08:00", "tous les jours à 8 h"),
        (weekly(0), "every Monday at 09:00", "chaque lundi à 9 h"),
        (weekly(1, 3, at="14:30"), "every Tuesday and Thursday at 14:30", "le mardi et le jeudi à 14 h 30"),
        (weekly(0, 1, 2, 3, 4), "every weekday at 09:00", "du lundi au vendredi à 9 h"),
        (
            weekly(1, at="10:00").spaced(2, date(2018, 9, 1)),
            "every second Tuesday at 10:00, from September 4, 2018",
            "un mardi sur deux à 10 h, à partir du 4 septembre 2018",
        ),
        (
            weekly(0, 3).spaced(3, date(2018, 10, 1)),
            "every 3 weeks on Monday and Thursday at 09:00, from October 1, 2018",
            "toutes les 3 semaines le lundi et le jeudi à 9 h, à partir du 1er octobre 2018",
        ),
        (nth(1, 1), "the first Tuesday of the month at 10:00", "le premier mardi du mois à 10 h"),
        (
            nth((1, 3), 1),
            "the first and third Tuesday of the month at 10:00",
            "le premier et le troisième mardi du mois à 10 h",
        ),
        (nth(LAST, 4, "12:00"), "the last Friday of the month at 12:00", "le dernier vendredi du mois à 12 h"),
        (
            nth(5, 4),
            "the fifth Friday of the month at 10:00, in the months that have one",
            "le cinquième vendredi du mois à 10 h, les mois qui en ont un",
        ),
        (monthly(1, 15), "the 1st and 15th of the month at 09:00", "le 1er et le 15 du mois à 9 h"),
        (
            monthly(2, 22, LAST),
            "the 2nd, 22nd and last day of the month at 09:00",
            "le 2, le 22 et le dernier jour du mois à 9 h",
        ),
        (
            monthly(31),
            "the 31st of the month at 09:00, in the months that have it",
            "le 31 du mois à 9 h, les mois qui l’ont",
        ),
        (
            monthly(15).spaced(3, date(2018, 9, 1)),
            "every 3 months on the 15th at 09:00, from September 15, 2018",
            "tous les 3 mois le 15 à 9 h, à partir du 15 septembre 2018",
        ),
        (yearly(8, 24), "every year on August 24 at 10:00", "chaque année le 24 août à 10 h"),
        (
            yearly(2, 29),
            "every year on February 29 at 10:00, in leap years",
            "chaque année le 29 février à 10 h, les années bissextiles",
        ),
    ],
)
def test_a_rhythm_is_written(rhythm: Rhythm, english: str, french: str) -> None:
    assert write_rhythm(rhythm, "en") == english
    assert write_rhythm(rhythm, "fr").replace("\u00a0", " ") == french


def test_the_longest_words_that_we_write_are_read() -> None:
    all_days = monthly(*range(1, 32), LAST, at="12:30").spaced(6, date(2018, 9, 1))
    for language in ("en", "fr"):
        said = write_rhythm(all_days, language)
        assert len(said) < LONGEST
        assert read_rhythm(said, today=TODAY) == all_days
