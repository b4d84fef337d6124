"""The agents' tools, spoken to by the SDK's own client: over stdio as an agent would, and in memory for the edges."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Annotated

import anyio
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from headway.errors import UsageError
from headway.question import Answer, question
from headway.serve.mcp import server


@question("How many deals are open", groups=True)
def count(ask, *, closed: Annotated[bool, "count closed deals"] = False) -> Answer:
    """Count."""


class Pretended:
    """A workspace that answers with what it was asked."""

    def questions(self):
        return {"count": count}

    def ask_json(self, name, **asked):
        if "nope" in asked.get("by", ()):
            raise UsageError("--by", "there is no column 'nope'", "near: name")
        return json.dumps(Answer(name, date(2026, 1, 31), str(sorted(asked.items()))).to_json()).encode()

    def decide(self, action_id, verdict, *, note="", as_of=None):
        return f"{action_id} {verdict} {note} {as_of}"


def run(talk):
    """In a thread of its own: a browser test may have left an event loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, talk).result()


def call(name, arguments):
    async def ask():
        async with Client(server(Pretended())) as client:
            return await client.call_tool(name, arguments)

    return run(ask)


def test_arguments_are_typed_and_defaults_are_left_to_the_workspace():
    found = call("count", {"as_of": "2026-01-31", "closed": True, "where": {"segment": "Retail"}})
    assert not found.is_error
    assert found.structured_content["answer"] == (
        "[('as_of', datetime.date(2026, 1, 31)), ('closed', True), ('where', {'segment': 'Retail'})]"
    )


def test_what_headway_tells_a_person_it_tells_the_agent():
    found = call("count", {"by": ["nope"]})
    assert found.is_error
    assert "there is no column 'nope'. Next: near: name" in found.content[0].text


@pytest.mark.parametrize("arguments", [{"as_off": "2026-01-31"}, {"as_of": "yesterday"}, {"limit": "many"}])
def test_a_wrong_argument_is_refused(arguments):
    assert call("count", arguments).is_error


def test_a_decision_is_kept_and_a_wrong_one_refused():
    kept = call("decide", {"action_id": "a-1", "verdict": "done", "note": "called"})
    assert kept.structured_content == {"result": "a-1 done called None"}
    assert call("decide", {"action_id": "a-1", "verdict": "maybe"}).is_error


@pytest.mark.slow
def test_an_agent_asks_and_decides_over_stdio(demo_copy):
    async def talk():
        command = StdioServerParameters(command=sys.executable, args=["-m", "headway", "-w", str(demo_copy), "mcp"])
        async with Client(stdio_client(command)) as client:
            tools = (await client.list_tools()).tools
            first = await client.call_tool("next", {"limit": 1})
            action = first.structured_content["rows"][0]["action_id"]
            kept = await client.call_tool("decide", {"action_id": action, "verdict": "done"})
            lost = await client.call_tool("decide", {"action_id": "no-such-action", "verdict": "done"})
            return tools, first, kept, lost

    tools, first, kept, lost = run(talk)
    assert {"next", "velocity", "deals", "health", "decide"} <= {tool.name for tool in tools}
    assert all("as_of" in tool.input_schema["properties"] for tool in tools)
    assert {"question", "as_of", "answer", "rows", "notes"} == set(first.structured_content)
    assert not kept.is_error
    assert lost.is_error
