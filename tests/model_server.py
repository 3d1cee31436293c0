"""A loopback server that speaks Chat Completions: it answers as it is told, well or in any of the ways
in which real servers fail, and remembers what it was asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any


@dataclass
class Answer:
    """One answer. The text goes out in `pieces`; what comes after them is `end`.

    `end`: done (finish reason and [DONE]), cut (the connection closes in the middle of a chunk), closed
    (it closes with no finish reason), error (an error event), hang (nothing more comes),
    garbage (no JSON), shapeless and keyless (JSON of another shape). `usage` are the tokens in and out that it counts.
    `drops`: the connection closes with no answer at all.
    """

    pieces: Sequence[str] = ()
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    end: str = "done"
    finish: str = "stop"
    thoughts: Sequence[str] = ()
    first_after: float = 0
    pause: float = 0
    content_type: str = "text/event-stream"
    drops: bool = False
    usage: tuple[int, int] | None = None


def words(text: str) -> list[str]:
    """`text` in pieces as a model streams it: broken also within words."""
    return [text[i : i + 5] for i in range(0, len(text), 5)]


def failure(status: int, message: str, code: str = "", **headers: str) -> Answer:
    """An answer with an error as OpenAI writes it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = {"error": {"message": message, "type": "error", "code": code or None, "param": None}}
    return Answer(status=status, body=body, headers=named, content_type="application/json")


class ModelServer:
    """`answers` are given in turn, the last one again and again; `by_model` and `answering` go before them.
    `requests` are what came, as plain data; `hung_up` is set when a client closes in the middle."""

    def __init__(self, address: str, answers: Sequence[Answer]) -> None:
        self.address = address
        self.answers = list(answers)
        self.requests: list[dict[str, Any]] = []
        self.by_model: dict[str, Answer] = {}
        self.answering: Callable[[dict[str, Any]], Answer] | None = None
        self.closed = Event()
        self.hung_up = Event()
        self._lock = Lock()

    def answer_to(self, request: dict[str, Any]) -> Answer:
        with self._lock:
            self.requests.append(request)
            if request["model"] in self.by_model:
                return self.by_model[request["model"]]
            if self.answering:
                return self.answering(request)
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def asked_times(self, count: int) -> bool:
        """Whether so many requests came; one that its client has given up may still be on its way here."""
        ends = monotonic() + 20
        while len(self.requests) < count and monotonic() < ends:
            sleep(0.01)
        return len(self.requests) == count

    @property
    def asked(self) -> dict[str, str]:
        """The last request's texts by role."""
        return {message["role"]: message["content"] for message in self.requests[-1]["messages"]}


@contextmanager
def serving(*answers: Answer) -> Iterator[ModelServer]:
    """A server that gives these answers. The listener is one for all tests, so that their clients are too."""
    listener = _listener()
    server = ModelServer(f"http://127.0.0.1:{listener.server_address[1]}/v1", answers)
    listener.now = server
    try:
        yield server
    finally:
        server.closed.set()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    now: ModelServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@cache
def _listener() -> _Listener:
    listener = _Listener(("127.0.0.1", 0), _Handler)
    Thread(target=listener.serve_forever, daemon=True).start()
    return listener


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server.now
        try:
            _Reply(self, server.answer_to(request), server, request).send()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
            server.hung_up.set()

    def log_message(self, *_: Any) -> None:
        """Silent: the requests are kept."""


class _Reply:
    """Sends one answer over one connection."""

    def __init__(self, handler: BaseHTTPRequestHandler, answer: Answer, server: ModelServer, request: dict[str, Any]):
        self._handler = handler
        self._answer = answer
        self._server = server
        self._request = request

    def send(self) -> None:
        if self._answer.drops:
            self._handler.close_connection = True
        elif self._answer.body is not None:
            self._whole(self._answer.body)
        elif self._request.get("stream"):
            self._stream()
        else:
            message = {"role": "assistant", "content": "".join(self._answer.pieces)}
            self._whole(self._envelope(message=message, finish_reason=self._answer.finish))

    def _whole(self, body: Any) -> None:
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        handler = self._handler
        handler.send_response(self._answer.status)
        for name, value in {"Content-Type": self._answer.content_type, **self._answer.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def _stream(self) -> None:
        handler, answer = self._handler, self._answer
        handler.send_response(200)
        handler.send_header("Content-Type", answer.content_type)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        self._event(self._envelope(delta={"role": "assistant", "content": ""}))
        self._wait(answer.first_after)
        for thought in answer.thoughts:
            self._event(self._envelope(delta={"reasoning_content": thought}))
            self._wait(answer.pause)
        for piece in answer.pieces:
            self._event(self._envelope(delta={"content": piece}))
            self._wait(answer.pause)
        getattr(self, f"_end_{answer.end}")()

    def _end_done(self) -> None:
        self._event(self._envelope(delta={}, finish_reason=self._answer.finish))
        if self._answer.usage and self._request.get("stream_options"):
            self._event(self._envelope(delta={}) | {"choices": [], "usage": self._counted(*self._answer.usage)})
        self._chunk("data: [DONE]\n\n")
        self._chunk("")

    def _end_closed(self) -> None:
        self._chunk("")

    def _end_cut(self) -> None:
        self._handler.wfile.write(b"400\r\ndata: {")
        self._hang_up()

    def _end_error(self) -> None:
        self._event({"error": {"message": "the engine died, secret 4711", "code": 500, "type": "server_error"}})
        self._hang_up()

    def _end_garbage(self) -> None:
        self._chunk("data: {this is no JSON\n\n")
        self._hang_up()

    def _end_shapeless(self) -> None:
        self._chunk('data: "a text"\n\n')
        self._hang_up()

    def _end_keyless(self) -> None:
        self._event({"choices": [{"index": 0}]})
        self._hang_up()

    def _end_hang(self) -> None:
        self._server.closed.wait(30)
        self._hang_up()

    def _counted(self, read: int, written: int) -> dict[str, int]:
        return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}

    def _hang_up(self) -> None:
        self._handler.wfile.flush()
        self._handler.close_connection = True

    def _wait(self, seconds: float) -> None:
        if seconds:
            self._server.closed.wait(seconds)

    def _event(self, data: dict[str, Any]) -> None:
        self._chunk(f"data: {json.dumps(data, ensure_ascii=False)}\n\n")

    def _chunk(self, text: str) -> None:
        content = text.encode()
        self._handler.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
        self._handler.wfile.flush()

    def _envelope(self, **choice: Any) -> dict[str, Any]:
        choice = {"index": 0, "finish_reason": None, **choice}
        kind = "chat.completion.chunk" if "delta" in choice else "chat.completion"
        return {"id": "c1", "object": kind, "created": 1, "model": self._request["model"], "choices": [choice]}
