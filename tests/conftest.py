"""Rules for the whole test run: nothing is left out in silence, and CI draws the same examples every time."""

import os
from collections import Counter
from collections.abc import Generator

import pytest
from hypothesis import settings
from tests.thorough import IS_THOROUGH

# No deadline in either: a slow or busy machine is not a wrong program.
settings.register_profile("dev", deadline=None, max_examples=50)
# Derandomized: a submission must not fail on an example that its author's run did not draw.
settings.register_profile("ci", deadline=None, max_examples=200 if IS_THOROUGH else 60, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))

# CI sets this after installing every system package, so a skip there means that one went missing unnoticed.
REQUIRE_ALL = os.environ.get("SAMRIT_REQUIRE_ALL") == "1"

LONG = (
    "apps/test_on_postgresql.py", "broken/test_junk.py", "upgrade/test_upgrade.py", "e2e/test_the_way.py",
    "broken/test_killed.py", "pages/test_every_address.py", "pages/test_review_looks.py", "e2e/test_guides.py",
    "pages/test_units_looks.py", "documents/test_reading.py", "pages/test_years.py", "sign_in/test_in_chromium.py",
    "demo/test_command.py", "generative/test_batch_equals_score.py", "broken/test_served_whole.py",
    "demo/test_agency.py", "unit/engine/test_trace.py", "pages/test_papers.py", "web/test_in_chromium.py",
    "cli/test_installation.py", "broken/test_two_processes.py", "pages/test_audit.py", "e2e/test_looking_after.py",
)  # fmt: skip
"""The files that take longest, longest first: begun first, so that no process is left alone with one of them at the end."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    # otherwise pytest-xdist begins with the files that have most tests, and a file that is one long test comes last
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    places = {f"tests/{name}": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONG)))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself while it is imported."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Last lines of a run: what was left out, and why, even in quiet mode."""
    if REQUIRE_ALL:  # then each one is listed as a failure, but for what no machine could supply
        # said aloud, since an expected failure is otherwise a mere count in the last line
        for reason, count in Counter(report.wasxfail for report in terminalreporter.stats.get("xfailed", [])).items():
            terminalreporter.write_line(f"Left out: {count} x {reason}", yellow=True)
        return
    reasons = Counter(skip_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if not reasons:
        terminalreporter.write_line("Left out: nothing.")
        return
    terminalreporter.write_line(f"Left out: {reasons.total()} test(s) or module(s), because", yellow=True)
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"  {count} x {reason}", yellow=True)


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    # An expected failure is reported as skipped as well, and is no omission.
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = skip_reason(report)
        report.outcome = "failed"
        report.longrepr = f"Left out though SAMRIT_REQUIRE_ALL=1: {reason}"


def skip_reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")
