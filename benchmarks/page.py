"""The page Today at fifty connections and one worker, on a company of one million deals."""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter, sleep

import httpx

from benchmarks.company import company, synced
from benchmarks.measure import Run, say

_CONNECTIONS, _REQUESTS = 50, 4000


def run() -> None:
    """Print the line: median and 95th percentile in milliseconds, requests a second."""
    folder = synced(company())
    port = _free_port()
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "headway"), "-w", str(folder), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        took, whole = asyncio.run(_load(port))
    finally:
        server.terminate()
        _, _, used = os.wait4(server.pid, 0)
    p50, p95 = (1000 * statistics.quantiles(took, n=100)[at] for at in (49, 94))
    more = {"p50_ms": round(p50, 1), "p95_ms": round(p95, 1), "per_second": round(len(took) / whole)}
    say("page Today, 50 connections", "p95 <= 20 ms, >= 4000/s", Run(whole, used.ru_maxrss / 1024), **more)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=60).raise_for_status()
        except httpx.TransportError:
            sleep(0.1)
        else:
            return
    raise SystemExit("the server did not answer")


async def _load(port: int) -> tuple[list[float], float]:
    """Plain HTTP/1.1 over kept-alive sockets: a full client would cost more than the page."""
    took: list[float] = []
    request = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: keep-alive\r\n\r\n".encode()

    async def worker() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(_REQUESTS // _CONNECTIONS):
            start = perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                raise SystemExit(head.decode())
            size = next(
                int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
            )
            await reader.readexactly(size)
            took.append(perf_counter() - start)
        writer.close()

    start = perf_counter()
    await asyncio.gather(*(worker() for _ in range(_CONNECTIONS)))
    return took, perf_counter() - start
