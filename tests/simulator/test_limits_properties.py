"""Whatever arrives is judged, never a crash; and what is built by the rules passes."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.limits import Fault, check_home, check_message, check_metadata, check_view
from tests.simulator.test_limits_samples import GOOD_BLOCKS, GOOD_ELEMENTS, accessory, actions, asking, home, modal

KNOWN_KEYS = sorted(
    {"type", "text", "elements", "options", "rows", "title", "blocks", "child_blocks", "action_id", "block_id"}
    | {name for some in GOOD_BLOCKS.values() for block in some for name in block}
    | {name for element in GOOD_ELEMENTS.values() for name in element},
)
KNOWN_TYPES = sorted({*GOOD_BLOCKS, *GOOD_ELEMENTS, "plain_text", "mrkdwn", "raw_text", "rich_text_section", "modal"})

leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(KNOWN_TYPES)
json_values = st.recursive(
    leaf,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KNOWN_KEYS) | st.text(max_size=4), inner, max_size=5)
        | st.builds(
            lambda kind, rest: {**rest, "type": kind},
            st.sampled_from(KNOWN_TYPES),
            st.dictionaries(
                st.sampled_from(KNOWN_KEYS),
                inner,
                max_size=4,
            ),
        )
    ),
    max_leaves=20,
)

words = st.text(min_size=1, max_size=60)
texts = st.builds(lambda kind, text: {"type": kind, "text": text}, st.sampled_from(["plain_text", "mrkdwn"]), words)
good_sections = st.fixed_dictionaries(
    {"type": st.just("section"), "text": texts},
    optional={
        "fields": st.lists(texts, min_size=1, max_size=10),
        "block_id": st.text(min_size=1, max_size=255),
        "expand": st.booleans(),
        "accessory": st.just(GOOD_ELEMENTS["static_select"]) | st.just(GOOD_ELEMENTS["button"]),
    },
)


def well_told(faults: list[Fault]) -> bool:
    """Say whether each fault has a code, a pointer and a sentence that ends with the pointer."""
    return all(
        fault.code and fault.path.startswith("/") and fault.message.endswith(f"[json-pointer:{fault.path}]")
        for fault in faults
    )


@given(json_values)
def test_any_value_as_a_block_is_judged(value: Any) -> None:
    assert well_told(check_message("Words", [value]))


@given(json_values)
def test_any_value_as_blocks_is_judged(value: Any) -> None:
    assert well_told(check_message(None, value))


@given(json_values)
def test_any_value_as_a_view_is_judged(value: Any) -> None:
    assert well_told(check_view(value))
    assert well_told(check_home(value))


@given(json_values)
def test_any_value_inside_a_view_is_judged(value: Any) -> None:
    blocks = [value, accessory(value), actions(value), asking(value)]
    assert well_told(check_view(modal(*blocks)))
    assert well_told(check_home(home(*blocks)))
    assert well_told(check_metadata(value))


@given(st.sampled_from([block for some in GOOD_BLOCKS.values() for block in some]), st.data())
def test_a_good_block_with_a_field_spoilt_is_judged(block: dict[str, Any], data: st.DataObject) -> None:
    spoilt = {**block, data.draw(st.sampled_from(sorted(block))): data.draw(json_values)}
    assert well_told(check_message("Words", [spoilt]))


@given(good_sections)
def test_a_good_section_passes_on_every_surface(block: dict[str, Any]) -> None:
    assert check_message(None, [block]) == []
    assert check_view(modal(block)) == []
    assert check_home(home(block)) == []


@given(good_sections, st.text(min_size=1, max_size=8).filter(lambda name: name not in KNOWN_KEYS))
def test_a_good_section_with_an_unknown_field_does_not_pass(block: dict[str, Any], name: str) -> None:
    assert [fault.path for fault in check_message(None, [{**block, name: "x"}])] == ["/blocks/0"]
