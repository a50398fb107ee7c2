"""The component page in real Chromium: axe finds nothing, nothing overflows, the keyboard reaches everything, the typeface loads."""

from __future__ import annotations

from typing import Any

import pytest
from tests.thorough import more

from samrit.web.reader import Reader

from .conftest import page_name

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WAYS = [("th", "light", 360), ("th", "dark", 1440), ("en", "dark", 360), ("en", "light", 1440)]
"""Each language, scheme and width with each other once; a thorough run adds the other half."""
WAYS += more(("th", "dark", 360), ("th", "light", 1440), ("en", "light", 360), ("en", "dark", 1440))


def open_page(browser: Any, site: str, asking: Reader, width: int, **how: Any) -> Any:
    """The page for one reader, once its typeface is there."""
    page = browser.new_context(viewport={"width": width, "height": 900}, **how).new_page()
    page.problems = []
    page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
    page.goto(f"{site}/{page_name(asking)}")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


@pytest.mark.parametrize(("language", "theme", "width"), WAYS)
def test_axe_finds_no_violation(browser: Any, site: str, language: Any, theme: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(browser, site, Reader(language, "arabic", theme), width, bypass_csp=True)
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})  # what passes need not be listed
    page.context.close()
    assert found.response["passes"]
    assert not [
        (rule["id"], node["html"][:160], node["failureSummary"])
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_never_scrolls_sideways_and_the_policy_refuses_nothing(browser: Any, site: str, language: Any) -> None:
    page = open_page(browser, site, Reader(language), 320)
    wide = {}
    for width in (320, 360, 390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
    problems = page.problems
    page.context.close()
    assert {width: found for width, found in wide.items() if found > width} == {}
    assert not problems


def test_the_typeface_is_sarabun_in_both_weights(browser: Any, site: str) -> None:
    page = open_page(browser, site, Reader(), 1440)
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family + f.weight)")
    page.context.close()
    assert sorted(name.replace('"', "") for name in loaded) == ["Sarabun400", "Sarabun700"]


FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const all = [...document.querySelectorAll('*')];
  const look = getComputedStyle(at);
  return {place: all.indexOf(at), name: at.outerHTML.slice(0, 90),
          visible: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2};
}"""
REACHABLE = """() => {
  const all = [...document.querySelectorAll('*')];
  const radios = new Set();
  return all.filter(e => e.matches('a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), ' +
      'select:not([disabled]), textarea, summary, [tabindex="0"]'))
    .filter(e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}))
    .filter(e => {
      if (e.type !== 'radio') return true;  // a group of radios is one stop
      const group = [...document.getElementsByName(e.name)].filter(r => !r.disabled);
      return e === (group.find(r => r.checked) || group[0]);
    })
    .map(e => all.indexOf(e));
}"""


@pytest.mark.parametrize("width", [360, 1440])
def test_the_keyboard_reaches_everything_in_reading_order_with_visible_focus(
    browser: Any, site: str, width: int
) -> None:
    page = open_page(browser, site, Reader(), width)
    wanted = page.evaluate(REACHABLE)
    seen: list[int] = []
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or focused["place"] in seen:
            break
        assert focused["visible"], focused["name"]
        seen.append(focused["place"])
    page.context.close()
    assert len(wanted) > 80
    assert seen == sorted(seen)
    assert set(wanted) == set(seen)


SMALL = """() => [...document.querySelectorAll(
    '.button, button.plain, input:not([type=hidden]), select, textarea, summary, .main-links a, .tabs a, .pagination a')]
  .filter(e => e.checkVisibility() && !e.closest('.option'))
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([html, box]) => [html, box.width, box.height])"""


def test_thumbs_find_targets_of_44_pixels(browser: Any, site: str) -> None:
    page = open_page(browser, site, Reader(), 360)
    small = page.evaluate(SMALL)
    page.context.close()
    assert not small


def test_a_dialog_opens_by_keyboard_alone(browser: Any, site: str) -> None:
    page = open_page(browser, site, Reader("en"), 360, java_script_enabled=True)
    summary = page.locator(".fold.dialog:not([open]) summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Withdraw", exact=True).is_visible()
    page.context.close()


def test_printed_it_has_the_unit_and_no_buttons(browser: Any, site: str) -> None:
    page = open_page(browser, site, Reader("en", theme="dark"), 1440)
    page.emulate_media(media="print")
    assert page.get_by_text("printed on").is_visible()
    assert page.locator(".button:visible, .main-links:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()
