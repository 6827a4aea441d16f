"""Slack's markup, rich text and Markdown as the page draws them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.simulator.browser import chromium
from tests.simulator.page_stand_in import ringing

pytestmark = pytest.mark.browser

# Tags without their attributes, so that the cases show structure and words alone.
DRAW = """async ([kind, given]) => {
    const { mrkdwn } = await import("/static/mrkdwn.js");
    const { richText } = await import("/static/richtext.js");
    const { markdown } = await import("/static/markdown.js");
    const box = document.createElement("div");
    box.append({ mrkdwn, richText, markdown }[kind](given));
    return box.innerHTML.replace(/<(\\w+) [^>]*>/g, "<$1>");
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with ringing() as (simulator, _), chromium() as browser:
        page = browser.new_page()
        page.goto(f"{simulator.url}/?as=U02BEN")
        page.get_by_role("textbox", name="Message #room").wait_for()
        yield page


def drawn(page: Page, kind: str, given: Any) -> str:
    return str(page.evaluate(DRAW, [kind, given]))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*bold* _it_ ~no~ `co*d*e`", "<strong>bold</strong> <em>it</em> <s>no</s> <code>co*d*e</code>"),
        ("*bold _both_*", "<strong>bold <em>both</em></strong>"),
        ("2*3*4 snake_case_name * alone *", "2*3*4 snake_case_name * alone *"),
        ("*two\nlines*", "*two\nlines*"),
        ("&lt;b&gt; &amp;amp; <b>", "&lt;b&gt; &amp;amp; &lt;b&gt;"),
        ("> quoted\n> twice\nafter", "<blockquote>quoted\ntwice</blockquote>after"),
        ("&gt; quoted", "<blockquote>quoted</blockquote>"),
        ("before\n>>> all\nthe rest", "before<blockquote>all\nthe rest</blockquote>"),
        ("```a *b* &lt;c&gt;\n  d```", "<pre>a *b* &lt;c&gt;\n  d</pre>"),
        ("<https://example.org?a=1&amp;b=2|here>", "<a>here</a>"),
        ("see https://example.org/x_y_z.", "see <a>https://example.org/x_y_z</a>."),
        ("<javascript:alert(1)|here>", "here"),
        ("<mailto:ana@north.example|Ana>", "<a>Ana</a>"),
        ("<@U01ANA> <@U0GONE|gone> <#C01ROOM>", "<span>@Ana North</span> <span>@gone</span> <span>#room</span>"),
        ("<!here> <!subteam^S1|@team>", "<span>@here</span> <span>@team</span>"),
        ("<!date^1535126400^{date_num} {time}|then>", "<time>2018-08-24 18:00</time>"),
        ("<!date^1535126400^{date_short_pretty}|then>", "<time>aujourd’hui</time>"),
        ("<!date^1535126400^{nonsense}|then>", "then"),
        (":tada: one\n\ntwo", ":tada: one\n\ntwo"),
    ],
)
def test_mrkdwn(page: Page, source: str, expected: str) -> None:
    assert drawn(page, "mrkdwn", source) == expected


def test_rich_text_is_never_markup(page: Page) -> None:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "*a* <b>", "style": {"bold": True}}]}
    listed = {"type": "rich_text_list", "style": "ordered", "elements": [section]}
    day = {"type": "date", "timestamp": 1535126400, "format": "{date_num}", "fallback": "then"}
    quote = {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U01ANA"}, day]}
    code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x < y"}]}
    assert drawn(page, "richText", {"type": "rich_text", "elements": [listed, quote, code]}) == (
        "<div><ol><li><strong>*a* &lt;b&gt;</strong></li></ol>"
        "<blockquote><span>@Ana North</span><time>2018-08-24</time></blockquote><pre>x &lt; y</pre></div>"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "# One\n\ntwo **bold** *it* `c` <b>",
            "<h3>One</h3><p>two <strong>bold</strong> <em>it</em> <code>c</code> &lt;b&gt;</p>",
        ),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("3. a\n4. b", "<ol><li>a</li><li>b</li></ol>"),
        ("> said\n\n---", "<blockquote><p>said</p></blockquote><hr>"),
        ("```\nx\n```\n[l](https://e.org)", "<pre>x</pre><p><a>l</a></p>"),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "<div><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>",
        ),
    ],
)
def test_markdown(page: Page, source: str, expected: str) -> None:
    assert drawn(page, "markdown", source) == f"<div>{expected}</div>"
