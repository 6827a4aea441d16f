"""The demo in a browser: somebody is chosen, an announcement is typed, and its card is read as somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.demo_run import Demo, demo
from tests.simulator.browser import PATIENCE, chromium

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# More than anybody would press: the page has some fifty places to stop at.
MOST_PRESSES = 120


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def playing(browser: Browser) -> Iterator[Demo]:
    """A demo; not begun where there is no browser."""
    with demo() as running:
        yield running


@pytest.fixture
def playing_anew(browser: Browser) -> Iterator[Demo]:
    """A demo in which nobody has logged anything yet, or left a form open."""
    with demo() as running:
        yield running


@pytest.fixture(scope="module")
def playing_in_french(browser: Browser) -> Iterator[Demo]:
    with demo("--language", "fr") as running:
        yield running


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a demo's page, each time as in a browser of one's own; whatever goes wrong inside it fails the test."""
    contexts, troubles = [], []

    def open_page(there: Demo, **settings: object) -> Page:
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(there.url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def choose(page: Page, name: str) -> Page:
    page.get_by_role("link", name=name).click()
    expect(field(page)).to_be_visible()
    return page


def field(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("textbox", name="Message #info-ops")


def form(page: Page, title: str) -> Locator:
    return page.get_by_role("dialog", name=title)


def card(page: Page, title: str) -> Locator:
    """The newest card of this title: demos are shared by the tests of this file."""
    return page.get_by_role("region", name="Messages").get_by_role("article").filter(has_text=title).last


def fits(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))


def test_an_announcement_is_typed_and_read_by_a_company_without_the_app(playing: Demo, visit: Visit) -> None:
    reader = choose(visit(playing), "Pigeonpost, representative")
    writer = choose(visit(playing), "Facebook, analyst")
    field(writer).fill(
        "/takedown 652 pages, groups and accounts from Iran aimed at Latin America, US, UK and the Middle East"
    )
    field(writer).press("Enter")
    filling = form(writer, "Log a takedown")
    expect(filling.get_by_role("textbox", name="What and how many")).to_have_value("652 pages, groups and accounts")
    expect(filling.get_by_role("textbox", name="Operated from")).to_have_value("Iran")
    expect(filling.get_by_role("textbox", name="Aimed at")).to_have_value(
        "Latin America, United States, United Kingdom, Middle East"
    )
    filling.get_by_label("When").fill("2018-08-21")
    filling.get_by_role("button", name="Continue").click()
    checking = form(writer, "Check and send")
    expect(checking).to_contain_text("652 pages, groups and accounts")
    expect(checking).to_contain_text("12 companies, 29 people")
    checking.get_by_role("button", name="Send").click()
    expect(writer.get_by_role("dialog")).to_have_count(0)
    # Nobody reloads: it comes to both of them.
    for page in (reader, writer):
        shown = card(page, "Facebook: 652 pages, groups and accounts")
        expect(shown).to_contain_text("TLP:AMBER+STRICT")
        expect(shown).to_contain_text("Iran")
        expect(shown).to_contain_text("August 21, 2018")
    card(reader, "TLP:AMBER+STRICT").get_by_role("button", name="Details").click()
    expect(reader.get_by_role("dialog")).to_contain_text("Facebook: 652 pages, groups and accounts")


def test_a_company_without_the_app_logs_by_the_button_what_the_command_cannot(playing: Demo, visit: Visit) -> None:
    page = choose(visit(playing), "Google, analyst")
    field(page).fill("/takedown 39 YouTube channels")
    field(page).press("Enter")
    expect(card(page, "/takedown is not a valid command")).to_contain_text("Only visible to you")
    card(page, "These buttons work for every company").get_by_role("button", name="Log a takedown").click()
    filling = form(page, "Log a takedown")
    filling.get_by_role("textbox", name="What and how many").fill(
        "39 YouTube channels, 6 Blogger blogs and 13 Google+ accounts"
    )
    filling.get_by_role("button", name="Continue").click()
    form(page, "Check and send").get_by_role("button", name="Send").click()
    reader = choose(visit(playing), "Snap, analyst")
    expect(card(reader, "TLP:AMBER+STRICT")).to_contain_text("Google: 39 YouTube channels, 6 Blogger blogs")


def test_what_cannot_be_read_is_said_at_its_field_and_what_was_typed_waits(playing: Demo, visit: Visit) -> None:
    page = choose(visit(playing), "Microsoft, analyst")
    field(page).fill("/takedown six domains by court order")
    field(page).press("Enter")
    filling = form(page, "Log a takedown")
    filling.get_by_role("textbox", name="Operated from").fill("Rusia?")
    filling.get_by_role("button", name="Continue").click()
    origin = filling.get_by_role("textbox", name="Operated from")
    expect(origin).to_have_attribute("aria-invalid", "true")
    expect(filling).to_contain_text("Did you mean Russia?")
    filling.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    card(page, "These buttons work for every company").get_by_role("button", name="For me").click()
    inbox = form(page, "For me")
    inbox.get_by_role("button", name="Open the draft").click()
    expect(form(page, "Log a takedown").get_by_role("textbox", name="What and how many")).to_have_value("6 domains")


def test_by_keyboard_alone(playing: Demo, visit: Visit) -> None:
    page = visit(playing)
    expect(page.get_by_role("link", name="Twitter, representative")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Twitter, representative"))
    page.keyboard.press("Enter")
    expect(field(page)).to_be_visible()
    tab_to(page, field(page))
    page.keyboard.type("/take")
    page.keyboard.press("Tab")
    page.keyboard.type("284 accounts from Iran suspended")
    page.keyboard.press("Enter")
    filling = form(page, "Log a takedown")
    expect(filling.get_by_role("textbox", name="What and how many")).to_be_focused()
    expect(filling.get_by_role("textbox", name="What and how many")).to_have_value("284 accounts")
    tab_to(page, filling.get_by_role("textbox", name="Aimed at"))
    page.keyboard.type("various")
    tab_to(page, filling.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    checking = form(page, "Check and send")
    expect(checking).to_contain_text("Twitter: 284")
    tab_to(page, checking.get_by_role("button", name="Send"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(field(page)).to_be_focused()
    reader = visit(playing)
    expect(reader.get_by_role("link", name="Apple, counsel")).to_be_visible()
    tab_to(reader, reader.get_by_role("link", name="Apple, counsel"))
    reader.keyboard.press("Enter")
    expect(card(reader, "TLP:AMBER+STRICT")).to_contain_text("Twitter: 284")
    tab_to(reader, card(reader, "TLP:AMBER+STRICT").get_by_role("button", name="Details"))
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("dialog")).to_contain_text("various")
    reader.keyboard.press("Escape")
    expect(reader.get_by_role("dialog")).to_have_count(0)
    expect(card(reader, "TLP:AMBER+STRICT").get_by_role("button", name="Details")).to_be_focused()


def test_a_record_is_revised_by_keyboard_alone_and_its_card_follows(playing: Demo, visit: Visit) -> None:
    page, reader = choose(visit(playing), "Facebook, representative"), choose(visit(playing), "Lanterne, analyst")
    story = card(page, "Liberty Front Press")
    tab_to(page, story.get_by_role("button", name="Details"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("dialog").get_by_role("button", name="Edit"))
    page.keyboard.press("Enter")
    revising = form(page, "Revise a takedown")
    expect(revising.get_by_role("textbox", name="Why is it revised?")).to_be_focused()
    page.keyboard.type("A second count of the groups")
    tab_to(page, revising.get_by_role("textbox", name="What and how many"))
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type("653 pages, groups and accounts")
    tab_to(page, revising.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    tab_to(page, form(page, "Check and send").get_by_role("button", name="Send"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    shown = card(reader, "Liberty Front Press")
    expect(shown).to_contain_text("Facebook: 653 pages, groups and accounts")
    expect(shown).to_contain_text("(edited)")
    expect(shown).to_contain_text("A second count of the groups")


def tab_to(page: Page, there: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(MOST_PRESSES):
        if there.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {there}.")


def test_on_a_phone(playing: Demo, visit: Visit) -> None:
    page = visit(playing, **PHONE)
    expect(page.get_by_role("link", name="Snap, representative")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Snap, representative").tap()
    card(page, "These buttons work for every company").get_by_role("button", name="Log a takedown").tap()
    filling = form(page, "Log a takedown")
    filling.get_by_role("textbox", name="What and how many").fill("about 40 accounts")
    filling.get_by_role("textbox", name="Operated from").fill("unknown")
    assert fits(page)
    filling.get_by_role("button", name="Continue").tap()
    checking = form(page, "Check and send")
    expect(checking).to_contain_text("Snap: about 40")
    assert fits(page)
    checking.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)
    reader = visit(playing, **PHONE)
    reader.get_by_role("link", name="Oath, analyst").tap()
    shown = card(reader, "TLP:AMBER+STRICT")
    expect(shown).to_contain_text("Snap: about 40")
    expect(shown.get_by_role("button", name="Details")).to_be_in_viewport()
    assert fits(reader)


def test_a_coordinator_previews_and_posts_a_digest_and_another_company_reads_it(
    playing_anew: Demo, visit: Visit
) -> None:
    reader = choose(visit(playing_anew), "Pigeonpost, representative")
    page = choose(visit(playing_anew), "Facebook, coordinator")
    field(page).fill("/digest preview 2018-08-21")
    field(page).press("Enter")
    preview = card(page, "So the channel will read it")
    expect(preview).to_contain_text("Only visible to you")
    expect(preview).to_contain_text("Digest · Tuesday, August 21, 2018")
    expect(preview).to_contain_text("Microsoft: 6 domains")
    expect(card(reader, "Digest · Tuesday")).to_have_count(0)
    field(page).fill("/digest now 2018-08-21")
    field(page).press("Enter")
    form(page, "Post the digest").get_by_role("button", name="Post it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    shown = card(reader, "Digest · Tuesday, August 21, 2018")
    expect(shown).to_contain_text("3 takedowns became known.")
    expect(shown).to_contain_text("Microsoft: 6 domains")
    expect(shown.get_by_role("img").first).to_be_visible()
    expect(shown.get_by_role("link").first).to_have_attribute("href", re.compile("/archives/C0MEMBERS/p"))
    shown.get_by_role("button", name="Open").click()
    expect(form(reader, "Digest")).to_contain_text("Facebook: 652 pages, groups and accounts")


def test_in_french(playing_in_french: Demo, visit: Visit) -> None:
    reader = choose(visit(playing_in_french), "Lanterne, responsable")
    writer = choose(visit(playing_in_french), "Twitter, analyste")
    field(writer).fill(
        "/takedown 39 chaînes YouTube (près de 13.500 vues aux États-Unis), 6 blogs Blogger et "
        "13 comptes Google+ liés à l'Iran"
    )
    field(writer).press("Enter")
    filling = form(writer, "Consigner un retrait")
    expect(filling.get_by_role("textbox", name="Piloté depuis")).to_have_value("Iran")
    filling.get_by_role("button", name="Continuer").click()
    checking = form(writer, "Vérifier et envoyer")
    expect(checking).to_contain_text("39 chaînes YouTube, 6 blogs Blogger et 13 comptes Google+")
    checking.get_by_role("button", name="Envoyer").click()
    expect(writer.get_by_role("dialog")).to_have_count(0)
    shown = card(reader, "TLP:AMBER+STRICT")
    expect(shown).to_contain_text("39 chaînes YouTube, 6 blogs Blogger et 13 comptes Google+")
    expect(shown).to_contain_text("13 500 vues")
    expect(shown).to_contain_text("aujourd’hui")


def say(page: Page, words: str) -> None:
    """Type something into the channel, and send it."""
    field(page).fill(words)
    field(page).press("Enter")


def done(page: Page) -> None:
    """Close whatever is open."""
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def come(page: Page) -> None:
    """Find the invitation under *For me*, and answer it."""
    card(page, "These buttons work for every company").get_by_role("button", name="For me").click()
    inbox = form(page, "For me")
    expect(inbox).to_contain_text("You are invited")
    inbox.get_by_role("button", name="Open", exact=True).first.click()
    form(page, "Meeting").get_by_role("button", name="I will come").click()
    expect(form(page, "Meeting")).to_contain_text("You will come.")
    done(page)


TABS = ("Facebook, coordinator", "Google, representative", "Twitter, representative", "Pigeonpost, representative")


def plan(page: Page) -> None:
    """Plan a meeting: what was understood is shown back, and sent once more."""
    say(page, "/meeting plan 31 August at 10:00")
    planning = form(page, "Plan a meeting")
    planning.get_by_role("textbox", name="Place").fill("1355 Market Street, San Francisco")
    planning.get_by_role("button", name="Plan").click()
    expect(planning).to_contain_text("Nothing is saved yet")
    planning.get_by_role("button", name="Plan").click()
    expect(form(page, "Meeting")).to_contain_text("No answer yet")
    done(page)


def update(page: Page, problem: str) -> None:
    """Say by the button what holds one up."""
    card(page, "These buttons work for every company").get_by_role("button", name="Update", exact=True).click()
    form(page, "Update").get_by_role("textbox", name="Problems met").fill(problem)
    form(page, "Update").get_by_role("button", name="Send", exact=True).click()
    expect(form(page, "Your update")).to_contain_text("12 companies, 29 people")
    done(page)


def propose(page: Page, text: str) -> None:
    """Put something on the agenda by the button."""
    card(page, "These buttons work for every company").get_by_role("button", name="Agenda", exact=True).click()
    form(page, "Agenda").get_by_role("button", name="Propose").click()
    proposing = form(page, "Put on the agenda")
    proposing.get_by_role("textbox").first.fill(text)
    proposing.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("dialog").last).to_contain_text("It is on the agenda")
    done(page)


def post_the_agenda(page: Page) -> None:
    """Look at the agenda, and post it."""
    say(page, "/agenda")
    expect(form(page, "Agenda")).to_contain_text("Not posted yet")
    form(page, "Agenda").get_by_role("button", name="Post it").click()
    form(page, "Post the agenda").get_by_role("button", name="Post it").click()
    done(page)


def close(page: Page) -> None:
    """End the meeting, write down what was decided, and let the companies correct it."""
    say(page, "/meeting end")
    ending = form(page, "After the meeting")
    ending.get_by_role("textbox", name="Decided by consensus").fill("We meet again")
    ending.get_by_role("button", name="Save").click()
    minutes = form(page, "The minutes")
    expect(minutes).to_contain_text("By consensus: We meet again")
    minutes.get_by_role("button", name="Send to the companies").click()
    page.locator("button[value=yes]").click()
    expect(page.get_by_role("dialog").last).to_contain_text("Each company’s lead is rung")
    done(page)


def remark(page: Page, text: str) -> None:
    """Remark on the minutes from *For me*."""
    card(page, "These buttons work for every company").get_by_role("button", name="For me").click()
    form(page, "For me").get_by_role("button", name="Correct what is said of us").click()
    correcting = page.get_by_role("dialog").last
    correcting.get_by_role("textbox").last.fill(text)
    correcting.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("dialog").last).to_contain_text("remark stands in the minutes")
    done(page)


def test_a_coordinator_prepares_and_closes_a_meeting_of_four_companies_in_four_tabs(
    playing_anew: Demo, visit: Visit
) -> None:
    page, google, twitter, pigeon = tabs = tuple(choose(visit(playing_anew), name) for name in TABS)
    plan(page)
    for tab in tabs:
        expect(card(tab, "1355 Market Street")).to_contain_text("Friday, August 31, 2018")
    for tab in (google, twitter, pigeon):
        come(tab)
    update(twitter, "Accounts that come back")
    update(pigeon, "accounts that come back.")
    propose(google, "A shared list of domains")
    post_the_agenda(page)
    for tab in tabs:
        expect(card(tab, "Round table")).to_contain_text("shared by 2 companies")
        expect(card(tab, "Round table")).to_contain_text("A shared list of domains")
    goes_to(playing_anew, datetime(2018, 8, 31, 18, 5, tzinfo=UTC))
    close(page)
    remark(twitter, "We came late.")
    goes_to(playing_anew, datetime(2018, 9, 4, 18, 5, tzinfo=UTC))
    # Whoever asks for updates wakes the clock, which would come by within a minute.
    say(twitter, "/update help")
    for tab in tabs:
        told = card(tab, "Minutes of Friday, August 31, 2018")
        expect(told).to_contain_text("We meet again")
        expect(told).to_contain_text("We came late.")


def goes_to(there: Demo, moment: datetime) -> None:
    """Let the time of a demo go to a moment."""
    now = datetime.fromisoformat(there.slack.state()["clock"])
    there.slack.advance((moment - now).total_seconds())
