"""What is kept in memory is given again only while nothing has changed."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from headway.errors import NotFoundError
from headway.serve.api import Call
from headway.serve.web.answers import Answers
from headway.serve.web.remember import Remember
from tests.serve.web.pretend import Pretend


def run(work):
    """In a thread of its own: a browser test may have left an event loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_the_same_page_asks_once_until_something_changes(visitor, pretend):
    first = visitor.get("/?rep=r1")
    assert visitor.get("/?rep=r1").text == first.text
    assert pretend.asked == ["next"]
    visitor.post("/api/decide", json={"action_id": "a1", "verdict": "done"})
    assert visitor.get("/?rep=r1").text != first.text
    assert pretend.asked == ["next", "next"]


def test_theme_and_fragment_are_kept_apart(visitor):
    plain = visitor.get("/").text
    visitor.cookies.set("theme", "dark")
    dark = visitor.get("/").text
    assert ("data-theme=" in plain, 'data-theme="dark"' in dark) == (False, True)
    assert "<html" not in visitor.get("/", headers={"hx-request": "true"}).text


def test_a_failure_is_not_kept(visitor, pretend):
    assert visitor.get("/?rep=nobody").status_code == 404
    assert visitor.get("/api/velocity?where=broken").status_code == 400
    assert pretend.asked == ["next"]


def test_many_who_ask_the_same_at_once_wait_for_one_answer():
    gate = Event()

    class Slow(Pretend):
        def ask_json(self, name, **arguments):
            gate.wait(5)
            return super().ask_json(name, **arguments)

    async def crowd() -> list[bytes]:
        answers = Answers(workspace)
        waiting = [asyncio.create_task(answers.raw(Call("deals"))) for _ in range(20)]
        await asyncio.sleep(0.05)
        gate.set()
        found = await asyncio.gather(*waiting)
        answers.close()
        return found

    workspace = Slow()
    assert len(set(run(crowd()))) == 1
    assert workspace.asked == ["deals"]


def test_an_answer_that_failed_is_asked_again():
    class Failing(Pretend):
        def ask_json(self, name, **arguments):
            super().ask_json(name, **arguments)
            raise NotFoundError(name, "is gone")

    async def twice() -> None:
        answers = Answers(workspace)
        for _ in range(2):
            with pytest.raises(NotFoundError):
                await answers.raw(Call("deals"))
        answers.close()

    workspace = Failing()
    run(twice())
    assert workspace.asked == ["deals", "deals"]


def test_memory_is_bounded():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * 100})

    async def visit(memory: Remember) -> None:
        async def send(message): ...

        for number in range(50):
            scope = {"type": "http", "method": "GET", "path": f"/{number}", "query_string": b"", "headers": []}
            await memory(scope, None, send)

    memory = Remember(app, stamp=lambda: "1", most_bytes=1000)
    run(visit(memory))
    assert memory._bytes <= 1000
    assert len(memory._kept) == 10
