"""People at the page of the local Slack: choosing, reading, commanding, clicking, filling, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.simulator import Simulator
from tests.simulator.browser import chromium
from tests.simulator.page_stand_in import Bell, ringing

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
# The buttons and fields that a finger would miss; a field counts with the label or the box around it.
TOO_SMALL = """nodes => nodes
    .filter(node => node.type !== "file")
    .map(node => node.closest("label, .combo-box, .chip") ?? node)
    .filter(node => node.getBoundingClientRect().height < 43.5)
    .map(node => node.outerHTML)"""
# The words whose contrast with what lies behind them is below WCAG 2.2's AA (1.4.3).
TOO_FAINT = """() => {
    const read = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (rgb) => rgb.slice(0, 3).map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const behind = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (colour.startsWith("rgb") && (read(colour)[3] ?? 1) === 1) return read(colour);
        }
        return [255, 255, 255];
    };
    const faint = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const [words, node] = [walker.currentNode.data.trim(), walker.currentNode.parentElement];
        if (!words || !node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const both = [light(read(getComputedStyle(node).color)), light(behind(node))];
        const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
        if (ratio < 4.5) faint.push(`${words}: ${ratio}`);
    }
    return faint;
}"""
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def world() -> Iterator[tuple[Simulator, Bell]]:
    with ringing() as both:
        yield both


@pytest.fixture
def simulator(world: tuple[Simulator, Bell]) -> Simulator:
    return world[0]


@pytest.fixture
def bell(world: tuple[Simulator, Bell]) -> Bell:
    return world[1]


@pytest.fixture
def opened(browser: Browser, simulator: Simulator) -> Iterator[Open]:
    """Open the page, as somebody or to choose; whatever goes wrong inside it fails the test."""
    contexts, troubles = [], []

    def open_page(as_: str = "", **settings: object) -> Page:
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "request",
            lambda request: (
                troubles.append(request.url) if not request.url.startswith((simulator.url, "data:", "blob:")) else None
            ),
        )
        page.goto(f"{simulator.url}/?as={as_}" if as_ else simulator.url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def field(page: Page) -> Locator:
    """The field to write messages in."""
    return page.get_by_role("main").get_by_role("textbox", name="Message #room")


def write(page: Page, words: str) -> None:
    field(page).fill(words)
    field(page).press("Enter")


def message(page: Page, words: str) -> Locator:
    return page.get_by_role("region", name="Messages").get_by_role("article").filter(has_text=words)


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def fits(page: Page) -> bool:
    """Whether nothing reaches past the side of the window."""
    return bool(
        page.evaluate(
            "() => document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth"
        )
    )


def test_a_person_is_chosen_among_the_companies(opened: Open) -> None:
    page = opened()
    expect(page.get_by_role("heading", name="North")).to_contain_text("app installed")
    expect(page.get_by_role("heading", name="South")).to_contain_text("without the app")
    expect(page.get_by_role("link", name="Clo South")).to_contain_text("guest")
    page.get_by_role("link", name="Ben South").click()
    expect(page.get_by_role("heading", name="room")).to_be_visible()
    assert "as=U02BEN" in page.url
    page.get_by_role("button", name="Switch person").click()
    dialog(page).get_by_role("link", name="Ana North").click()
    expect(page.get_by_role("button", name="You are Ana North")).to_be_visible()


def test_somebody_unknown_may_choose_again(opened: Open) -> None:
    page = opened("U0NOBODY")
    expect(page.get_by_role("alert")).to_contain_text("Choose somebody else")
    expect(page.get_by_role("link", name="Ana North")).to_be_visible()


def test_two_people_talk_and_answer_in_a_thread(opened: Open) -> None:
    ana, ben = opened("U01ANA"), opened("U02BEN")
    write(ana, "Look at *this* <b>tag</b>, @Ben South")
    expect(message(ben, "Look at this <b>tag</b>")).to_be_visible()
    expect(message(ben, "Look at").locator("strong")).to_have_text("this")
    expect(message(ben, "Look at").locator(".mention-me")).to_have_text("@Ben South")
    expect(message(ben, "Look at")).to_contain_text("North")
    # Both read the same moment, each on their own clock.
    expect(message(ana, "Look at").locator("time").first).to_contain_text("9:0")
    expect(message(ben, "Look at").locator("time").first).to_contain_text("18:0")
    message(ben, "Look at").hover()
    ben.get_by_role("button", name="Reply in thread to Ana North").click()
    reply = ben.get_by_role("complementary", name="Thread").get_by_role("textbox", name="Reply")
    expect(reply).to_be_focused()
    reply.fill("Seen")
    reply.press("Enter")
    ana.get_by_role("button", name="1 reply").click()
    expect(ana.get_by_role("complementary", name="Thread")).to_contain_text("Seen")


def test_messages_are_walked_with_the_arrow_keys(opened: Open, simulator: Simulator) -> None:
    simulator.switchboard.say("U02BEN", "C01ROOM", "first")
    simulator.switchboard.say("U01ANA", "C01ROOM", "second")
    page = opened("U01ANA")
    expect(message(page, "second")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Messages")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(message(page, "second")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Reply in thread to Ben South")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(page.get_by_role("button", name="Reply in thread to Ben South")).to_be_focused()


def test_what_is_being_typed_survives_news(opened: Open, simulator: Simulator) -> None:
    page = opened("U01ANA")
    field(page).fill("half a sent")
    simulator.switchboard.say("U02BEN", "C01ROOM", "interrupting")
    expect(message(page, "interrupting")).to_be_visible()
    expect(field(page)).to_be_focused()
    page.keyboard.type("ence")
    expect(field(page)).to_have_value("half a sentence")
    expect(page.get_by_role("log")).to_contain_text("Ben South in room: interrupting")


def test_many_tabs_of_one_browser_stay_live(opened: Open, simulator: Simulator) -> None:
    first = opened("U01ANA")
    tabs = [first.context.new_page() for _ in range(7)]
    for tab in tabs:
        tab.goto(f"{simulator.url}/?as=U02BEN")
    expect(field(tabs[-1])).to_be_visible()
    write(first, "to all of you")
    for tab in tabs:
        expect(message(tab, "to all of you")).to_be_visible()
    first.close()
    simulator.switchboard.say("U03CLO", "C01ROOM", "still there")
    expect(message(tabs[0], "still there")).to_be_visible()
    expect(message(tabs[-1], "still there")).to_be_visible()


def test_commands_are_offered_and_an_answer_is_for_one_person(opened: Open) -> None:
    ana, ben = opened("U01ANA"), opened("U02BEN")
    field(ana).press_sequentially("/wh")
    expect(ana.get_by_role("option")).to_have_count(1)
    expect(ana.get_by_role("option")).to_contain_text("Answer to one person")
    field(ana).press("Tab")
    expect(field(ana)).to_have_value("/whisper ")
    ana.keyboard.type("hello")
    ana.keyboard.press("Enter")
    expect(message(ana, "Only for you: hello")).to_contain_text("Only visible to you")
    expect(message(ana, "Only for you: hello")).to_contain_text("APP")
    expect(message(ben, "Only for you")).to_have_count(0)


def test_without_the_app_a_command_is_not_valid_but_buttons_work(
    opened: Open, simulator: Simulator, bell: Bell
) -> None:
    simulator.switchboard.command("U01ANA", "C01ROOM", "/card", "Press me")
    ben, clo = opened("U02BEN"), opened("U03CLO")
    field(ben).press_sequentially("/card")
    expect(ben.get_by_role("option")).to_have_count(0)
    field(ben).press("Enter")
    expect(message(ben, "/card is not a valid command")).to_contain_text("Only visible to you")
    expect(field(ben)).to_have_value("/card")
    message(ben, "Press me").get_by_role("button", name="Count me").click()
    expect(message(ben, "Counted: 1")).to_contain_text("(edited)")
    expect(message(clo, "Counted: 1")).to_be_visible()
    expect(message(clo, "not a valid command")).to_have_count(0)
    assert bell.counted == ["U02BEN"]


def test_a_button_pressed_by_key_keeps_the_focus_when_the_card_changes(opened: Open, simulator: Simulator) -> None:
    simulator.switchboard.command("U01ANA", "C01ROOM", "/card", "Press me")
    page = opened("U02BEN")
    message(page, "Press me").get_by_role("button", name="Count me").focus()
    page.keyboard.press("Enter")
    expect(message(page, "Counted: 1").get_by_role("button", name="Count me")).to_be_focused()
    page.keyboard.press("Space")
    expect(message(page, "Counted: 2").get_by_role("button", name="Count me")).to_be_focused()


def test_a_card_shows_its_marks_and_never_reads_html(opened: Open, simulator: Simulator) -> None:
    simulator.switchboard.command("U01ANA", "C01ROOM", "/card", "<i>words</i>")
    ben = opened("U02BEN")
    shown = message(ben, "<i>words</i>")
    expect(shown.get_by_role("heading")).to_have_text("<i>words</i>")
    expect(shown).to_contain_text("bold it no code a link @Ana North <b> <script>")
    expect(shown.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.org")
    expect(shown).to_contain_text("2018-08-24 18:00")


def test_a_button_may_ask_before_it_acts(opened: Open, simulator: Simulator) -> None:
    slack = simulator.switchboard
    slack.command("U01ANA", "C01ROOM", "/card", "Press me")
    page = opened("U02BEN")
    back = message(page, "Press me").get_by_role("button", name="Take back")
    back.click()
    question = page.get_by_role("alertdialog", name="Take it back?")
    question.get_by_role("button", name="Keep").click()
    expect(question).to_have_count(0)
    expect(back).to_be_focused()
    assert slack.deliveries("block_actions") == []
    back.click()
    question.get_by_role("button", name="Take back").click()
    slack.wait(lambda: slack.deliveries("block_actions"))


def test_a_form_with_one_of_each_is_filled_by_mouse(opened: Open, simulator: Simulator, bell: Bell) -> None:
    page = opened("U01ANA")
    write(page, "/form 652 pages")
    form = dialog(page)
    expect(form.get_by_role("textbox", name="What")).to_have_value("652 pages")
    expect(form.get_by_role("textbox", name="What")).to_be_focused()
    form.get_by_role("combobox", name="Where from").click()
    page.get_by_role("option", name="Iran").click()
    form.get_by_role("combobox", name="Where from").fill("unit")
    expect(page.get_by_role("option")).to_have_text(["United Kingdom", "United States"])
    page.get_by_role("option", name="United Kingdom").click()
    form.get_by_role("combobox", name="Mark").click()
    page.get_by_role("option", name="Amber").click()
    form.get_by_role("combobox", name="Ask the app").press_sequentially("tw")
    page.get_by_role("option", name="tw two").click()
    form.get_by_role("radio", name="A tip").check()
    form.get_by_role("textbox", name="Which firm").fill("A firm")
    form.get_by_role("checkbox", name="Labelled").check()
    form.get_by_label("Day").fill("2018-08-21")
    form.get_by_label("Hour").fill("09:30")
    form.get_by_label("Moment").fill("2018-08-24T10:00")
    form.get_by_role("textbox", name="Spend").fill("6000")
    form.get_by_role("textbox", name="Mail").fill("ana@north.example")
    form.get_by_role("textbox", name="Link").fill("https://north.example/news")
    form.get_by_label("File").set_input_files({"name": "handles.csv", "mimeType": "text/csv", "buffer": b"a,b\n"})
    expect(form.get_by_role("listitem").filter(has_text="handles.csv")).to_be_visible()
    form.get_by_role("combobox", name="Who").fill("ben")
    page.get_by_role("option", name="Ben South").click()
    form.get_by_role("button", name="Send").click()
    expect(form).to_have_count(0)
    expect(field(page)).to_be_focused()
    (sent,) = bell.sent
    values = {block: next(iter(inner.values())) for block, inner in sent.items()}
    assert values["what"]["value"] == "652 pages"
    assert [each["value"] for each in values["from"]["selected_options"]] == ["iran", "united kingdom"]
    assert values["mark"]["selected_option"]["value"] == "amber"
    assert values["asked"]["selected_option"]["value"] == "tw two"
    assert values["firm"]["value"] == "A firm"
    assert [each["value"] for each in values["done"]["selected_options"]] == ["labelled"]
    assert values["day"]["selected_date"] == "2018-08-21"
    assert values["hour"]["selected_time"] == "09:30"
    assert values["moment"]["selected_date_time"] == 1535130000
    assert values["spend"]["value"] == "6000"
    assert values["mail"]["value"] == "ana@north.example"
    assert values["link"]["value"] == "https://north.example/news"
    assert len(values["file"]["files"]) == 1
    assert values["who"]["selected_users"] == ["U02BEN"]


def test_a_form_by_keyboard_alone(opened: Open, bell: Bell) -> None:
    page = opened("U01ANA")
    expect(field(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the messages")).to_be_focused()
    field(page).focus()
    keys = page.keyboard
    keys.type("/fo")
    keys.press("Enter")
    keys.type("wrong")
    keys.press("Enter")
    form = dialog(page)
    what = form.get_by_role("textbox", name="What")
    expect(what).to_be_focused()
    keys.press("Tab")
    keys.type("fran")
    keys.press("Enter")
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(form.get_by_role("combobox", name="Mark")).to_have_value("Amber")
    keys.press("ArrowDown")
    keys.press("Escape")
    expect(form).to_be_visible()
    keys.press("Control+Enter")
    expect(form.get_by_text("The app finds this wrong.")).to_be_visible()
    expect(what).to_be_focused()
    expect(what).to_have_accessible_description("The app finds this wrong. One a line")
    expect(form.get_by_role("combobox", name="Mark")).to_have_value("Amber")
    keys.press("Control+a")
    keys.type("right")
    keys.press("Control+Enter")
    expect(form).to_have_count(0)
    (sent,) = bell.sent
    assert sent["what"]["value"]["value"] == "right"
    assert [each["value"] for each in sent["from"]["value"]["selected_options"]] == ["france"]
    assert sent["mark"]["value"]["selected_option"]["value"] == "amber"


def test_what_slack_refuses_itself_stands_at_each_field(opened: Open, bell: Bell) -> None:
    page = opened("U01ANA")
    write(page, "/form")
    form = dialog(page)
    form.get_by_role("textbox", name="Spend").fill("6.5")
    form.get_by_role("textbox", name="Link").fill("north")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("textbox", name="What")).to_be_focused()
    expect(form.get_by_role("textbox", name="What")).to_have_attribute("aria-invalid", "true")
    expect(form.locator(".field-error:visible")).to_have_count(3)
    form.get_by_role("textbox", name="What").fill("x" * 121)
    expect(form.get_by_text("121 of 120")).to_be_visible()
    assert bell.sent == []


def test_a_second_view_lies_on_the_first_and_sees_what_was_typed(opened: Open, bell: Bell) -> None:
    page = opened("U01ANA")
    write(page, "/form")
    form = dialog(page)
    form.get_by_role("textbox", name="What").fill("typed")
    form.get_by_role("button", name="Look closer").click()
    expect(form.get_by_role("heading", name="Closer")).to_be_visible()
    assert bell.pressed_with[0]["what"]["value"]["value"] == "typed"
    form.get_by_role("button", name="Back").click()
    expect(form.get_by_role("heading", name="One of each")).to_be_visible()
    expect(form.get_by_role("textbox", name="What")).to_have_value("typed")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    assert [each["is_cleared"] for each in bell.closed] == [True]


def test_an_app_that_does_not_answer_costs_nothing_typed(opened: Open, simulator: Simulator, bell: Bell) -> None:
    page = opened("U01ANA")
    write(page, "/form kept")
    form = dialog(page)
    simulator.switchboard.fault(delivery="view_submission", kind="http", status=500)
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_text("trouble connecting")).to_be_visible()
    expect(form.get_by_role("textbox", name="What")).to_have_value("kept")
    form.get_by_role("button", name="Send").click()
    expect(form).to_have_count(0)
    assert len(bell.sent) == 1


def test_a_file_and_a_pin_can_be_reached(opened: Open, simulator: Simulator, bell: Bell) -> None:
    ana = opened("U01ANA")
    ana.locator(".conversation input[type=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": b"1,2,3"}
    )
    expect(ana.get_by_role("main").get_by_text("list.csv")).to_be_visible()
    write(ana, "the list")
    with ana.expect_download() as download:
        message(ana, "the list").get_by_role("link", name="list.csv").click()
    assert download.value.path().read_bytes() == b"1,2,3"
    ts = simulator.switchboard.seen("U01ANA", "C01ROOM")[-1]["ts"]
    bell.client.pins_add(channel="C01ROOM", timestamp=ts)
    ana.get_by_role("button", name="1 pinned").click()
    expect(ana.get_by_role("complementary", name="Pinned messages")).to_contain_text("the list")


def test_a_direct_message_to_the_app_comes_into_being(opened: Open, simulator: Simulator) -> None:
    page = opened("U02BEN")
    page.get_by_role("link", name="bell").click()
    box = page.get_by_role("textbox", name="Message bell")
    box.fill("good morning")
    box.press("Enter")
    expect(message(page, "good morning")).to_be_visible()
    expect(page.get_by_role("heading", name="bell")).to_be_visible()
    assert simulator.switchboard.seen("U02BEN", "U0BELL")[-1]["text"] == "good morning"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_scrolls_sideways_or_is_too_small_or_faint(
    opened: Open, simulator: Simulator, scheme: str
) -> None:
    slack = simulator.switchboard
    slack.command("U01ANA", "C01ROOM", "/card", "word" * 36)
    slack.say("U02BEN", "C01ROOM", f"https://example.org/{'long/' * 60}")
    page = opened("U01ANA", color_scheme=scheme, **PHONE)
    expect(message(page, "long/long")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Channels").click()
    expect(page.get_by_role("link", name="hall")).to_be_visible()
    assert fits(page)
    assert page.evaluate(TOO_FAINT) == []
    page.get_by_role("link", name="room").click()
    expect(page.get_by_role("link", name="hall")).to_be_hidden()
    write(page, "/form")
    expect(dialog(page)).to_be_visible()
    assert fits(page)
    box = dialog(page).bounding_box()
    assert box
    assert (round(box["width"]), round(box["height"])) == (360, 780)
    dialog(page).get_by_role("button", name="Send").click()
    expect(dialog(page).get_by_text("This field is needed.")).to_be_in_viewport()
    expect(dialog(page).get_by_role("heading", name="One of each")).to_be_in_viewport()
    assert page.evaluate(TOO_FAINT) == []
    small = dialog(page).locator("button:visible, input:visible").evaluate_all(TOO_SMALL)
    assert small == []
