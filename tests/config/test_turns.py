"""Turns: readers one after the other in the order of asking; who sends something waits for nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from samrit.apps.ground.turns import Turn, aside
from samrit.config.turns import THREADS, Turns

WAIT = 10.0


def test_readers_are_answered_one_after_the_other_in_the_order_of_asking() -> None:
    answered: list[str] = []
    inside, go_on = threading.Event(), threading.Event()

    def page(environ: dict[str, Any], _: Callable[..., Any]) -> list[bytes]:
        inside.set()
        assert go_on.wait(WAIT)
        answered.append(environ["who"])
        return []

    turns = Turns(page)
    threads = []
    for number in range(5):
        thread = threading.Thread(target=turns, args=({"REQUEST_METHOD": "GET", "who": str(number)}, None))
        thread.start()
        threads.append(thread)
        assert inside.wait(WAIT)
        _until(lambda: len(turns.turn.waiting) == len(threads) - 1)
    assert not answered
    go_on.set()
    for thread in threads:
        thread.join(WAIT)
    assert answered == ["0", "1", "2", "3", "4"]
    assert not turns.turn.taken


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_whoever_sends_something_does_not_wait(method: str) -> None:
    turns = Turns(lambda environ, _: [environ["REQUEST_METHOD"].encode()])
    with turns.turn.held():
        assert turns({"REQUEST_METHOD": method}, lambda: None) == [method.encode()]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_that_fails_hands_its_turn_on(method: str) -> None:
    def fails(*_: Any) -> Any:
        raise RuntimeError("a page failed")

    turns = Turns(fails)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="a page failed"):
            turns({"REQUEST_METHOD": method}, lambda: None)


def test_a_page_that_asks_another_machine_lets_others_go_on_meanwhile() -> None:
    answered: list[str] = []
    asked, told = threading.Event(), threading.Event()

    def page(environ: dict[str, Any], _: Callable[..., Any]) -> list[bytes]:
        if environ["who"] == "slow":
            with aside():
                asked.set()
                assert told.wait(WAIT)
                with aside():  # once more changes nothing
                    pass
            assert turns.turn.taken
        answered.append(environ["who"])
        return []

    turns = Turns(page)
    slow = threading.Thread(target=turns, args=({"REQUEST_METHOD": "GET", "who": "slow"}, None))
    slow.start()
    assert asked.wait(WAIT)
    turns({"REQUEST_METHOD": "GET", "who": "quick"}, lambda: None)
    told.set()
    slow.join(WAIT)
    assert answered == ["quick", "slow"]
    assert not turns.turn.taken


def test_pages_are_answered_in_one_thread_and_in_another_only_while_that_one_stepped_aside() -> None:
    threads: dict[str, int] = {}
    asked, told = threading.Event(), threading.Event()

    def page(environ: dict[str, Any], _: Callable[..., Any]) -> list[bytes]:
        threads[environ["who"]] = threading.get_ident()
        if environ["who"] == "slow":
            with aside():
                asked.set()
                assert told.wait(WAIT)
        return []

    turns = Turns(page)
    for who in ("first", "second"):
        turns({"REQUEST_METHOD": "GET", "who": who}, lambda: None)
    slow = threading.Thread(target=turns, args=({"REQUEST_METHOD": "GET", "who": "slow"}, None))
    slow.start()
    assert asked.wait(WAIT)
    turns({"REQUEST_METHOD": "GET", "who": "meanwhile"}, lambda: None)
    told.set()
    slow.join(WAIT)
    assert threads["first"] == threads["second"] == threads["slow"] != threads["meanwhile"]
    assert threading.get_ident() not in threads.values()


def test_a_page_is_answered_though_all_others_that_a_process_takes_have_stepped_aside() -> None:
    asked, told = threading.Semaphore(0), threading.Event()

    def page(environ: dict[str, Any], _: Callable[..., Any]) -> list[bytes]:
        if environ["who"] == "slow":
            with aside():
                asked.release()
                assert told.wait(2 * WAIT)
        return []

    turns = Turns(page)
    slow = [
        threading.Thread(target=turns, args=({"REQUEST_METHOD": "GET", "who": "slow"}, None), daemon=True)
        for _ in range(THREADS - 1)
    ]
    for one in slow:
        one.start()
    aside_now = [asked.acquire(timeout=WAIT) for _ in slow]
    quick = threading.Thread(target=turns, args=({"REQUEST_METHOD": "GET", "who": "quick"}, None), daemon=True)
    quick.start()
    quick.join(WAIT)
    is_answered = not quick.is_alive()
    told.set()
    for one in slow:
        one.join(WAIT)
    assert all(aside_now)
    assert is_answered
    assert not turns.turn.taken


def test_who_holds_no_turn_has_none_to_give_up() -> None:
    turns = Turns(lambda *_: [])
    with turns.turn.held(), pytest.raises(RuntimeError, match="meanwhile"), aside():
        raise RuntimeError("meanwhile")
    with aside():
        assert not turns.turn.taken


def test_never_two_have_the_turn_at_once() -> None:
    turn, having, most = Turn(), [0], [0]

    def take() -> None:
        for _ in range(300):
            with turn.held():
                having[0] += 1
                most[0] = max(most[0], having[0])
                having[0] -= 1

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert most == [1]
    assert (turn.taken, list(turn.waiting)) == (False, [])


def _until(holds: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(1_000):
        if holds():
            return
        pause.wait(0.01)
    pytest.fail("nobody came to wait")
