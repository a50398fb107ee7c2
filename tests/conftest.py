"""Rules for the whole test run: nothing is left out in silence, and CI draws the same examples every time."""

import os
from collections import Counter
from collections.abc import Generator

import pytest
from hypothesis import settings

# No deadline in either: a slow or busy machine is not a wrong program.
settings.register_profile("dev", deadline=None, max_examples=50)
# Derandomized: a submission must not fail on an example that its author's run did not draw.
settings.register_profile("ci", deadline=None, max_examples=200, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))

# CI sets this after installing every system package, so a skip there means that one went missing unnoticed.
REQUIRE_ALL = os.environ.get("SAMRIT_REQUIRE_ALL") == "1"


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
