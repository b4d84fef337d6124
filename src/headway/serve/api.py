"""The JSON face: a typed route for every question, decisions and status, all made from the list of questions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal, Protocol, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from headway.errors import UsageError
from headway.question import Question
from headway.schema.merges import MERGED


def iso_day(value: Any) -> Any:
    """A text that is no ISO day is refused; anything else is left to the next check.

    Example:
        >>> iso_day("2026-03-31")
        '2026-03-31'
    """
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError("write the day as 2026-03-31")
    return value


Body = TypeVar("Body", bound=BaseModel)
MOST_ROWS = 1_000_000
# Days beyond are slips of the pen, and some calendars end with the year 9999.
# Whole numbers are no days either: elsewhere they count seconds.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31)), BeforeValidator(iso_day)]
Span = Annotated[str, Field(min_length=4, max_length=30)]
Verdict = Literal["done", "later", "dismissed", "undo"]


class EstimateJson(BaseModel):
    """A figure with its 80% interval, or ``value: null`` with the reason why it is not known."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    unit: str | None = None
    reason: str | None = None


class AnswerJson(BaseModel):
    """What every question answers: one sentence, rows, and notes on what could not be used."""

    question: str
    as_of: date
    answer: str
    rows: list[dict[str, EstimateJson | Any]] = Field(description="Keys as the contract names them.")
    notes: list[str]


class Problem(BaseModel):
    """Why there is no answer, and the next step (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Decision(BaseModel):
    """What a person decided about one action."""

    model_config = ConfigDict(extra="forbid")

    action_id: str = Field(min_length=1, max_length=200)
    verdict: Verdict
    note: str = Field(default="", max_length=2000)
    as_of: Day | None = None


def _merged(table: str) -> str:
    if table not in MERGED:
        raise ValueError(f"has no rows that can be one: name one of {', '.join(MERGED)}")
    return table


class Word(BaseModel):
    """What a person said of two rows that may be one."""

    model_config = ConfigDict(extra="forbid")

    table: Annotated[str, AfterValidator(_merged), Field(json_schema_extra={"enum": list(MERGED)})]
    from_id: str = Field(min_length=1, max_length=500)
    into_id: str = Field(min_length=1, max_length=500)
    verdict: Literal["same", "different", "undo"]
    note: str = Field(default="", max_length=2000)
    as_of: Day | None = None


class Acceptance(BaseModel):
    """That a finding of health is known, and why it may stay; or that this is taken back."""

    model_config = ConfigDict(extra="forbid")

    finding_id: str = Field(min_length=1, max_length=200)
    reason: str = Field(default="", max_length=2000)
    undo: bool = False
    as_of: Day | None = None


class Said(BaseModel):
    """The sentence that says what was kept."""

    message: str


class Decided(BaseModel):
    """The sentence that says what was kept."""

    action_id: str
    verdict: Verdict
    message: str


@dataclass(frozen=True, slots=True)
class Call:
    """One question with its arguments, as read from an address."""

    name: str
    as_of: date | None = None
    by: tuple[str, ...] = ()
    start: date | str | None = None
    end: date | str | None = None
    where: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of ``Workspace.ask``; what was not asked for is left out.

        Example:
            >>> Call("velocity", by=("rep_id",)).arguments()
            {'by': ('rep_id',)}
        """
        common = {key: getattr(self, key) for key in ("as_of", "by", "start", "end", "where", "limit")}
        return {key: value for key, value in common.items() if value not in (None, ())} | dict(self.options)

    def key(self) -> tuple[Any, ...]:
        """What tells two calls apart."""
        return (self.name, *sorted((k, str(v)) for k, v in self.arguments().items()))


class Answering(Protocol):
    """What the routes need: questions answered off the event loop."""

    questions: Mapping[str, Question]

    async def raw(self, call: Call) -> bytes:
        """The answer's JSON bytes."""

    async def decide(self, decision: Decision) -> str:
        """Keep a decision; one sentence."""

    async def judge(self, word: Word) -> str:
        """Keep what was said of two rows; one sentence."""

    async def accept(self, word: Acceptance) -> str:
        """Keep what was said of a finding; one sentence."""

    async def status_json(self) -> dict[str, Any]:
        """What is loaded, as plain JSON values."""


def reader(question: Question) -> Callable[..., Call]:
    """A function that FastAPI calls with this question's own query parameters, typed and described."""
    defaults = {option.name: option.default for option in question.options}

    def read(**given: Any) -> Call:
        options = {name: given[name] for name, default in defaults.items() if given[name] != default}
        return Call(
            name=question.name,
            as_of=given["as_of"],
            by=columns(given.get("by")),
            start=given.get("start"),
            end=given.get("end"),
            where=conditions(given["where"]),
            limit=given["limit"],
            options=options,
        )

    read.__signature__ = inspect.Signature(parameters(question))  # type: ignore[attr-defined]
    return read


def parameters(question: Question) -> list[inspect.Parameter]:
    """The query parameters that a question understands: the common ones, then its own."""
    found = [
        _parameter("as_of", Day | None, None, "Only what was known at the end of this day."),
        _parameter("where", list[str], [], "COLUMN=VALUE; may be repeated."),
        _parameter("limit", Annotated[int, Field(ge=0, le=MOST_ROWS)] | None, None, "At most so many rows."),
    ]
    if question.groups:
        found.append(_parameter("by", str | None, None, "Columns that make the groups, with commas between."))
    if question.windows:
        found.append(_parameter("start", Day | None, None, "First day, inclusive."))
        found.append(_parameter("end", Day | None, None, "Last day, inclusive."))
    if question.spans:
        told = "A..B, both days included, or a period such as 2026-Q1."
        found.append(_parameter("start", Span | None, None, f"Compared with: {told}"))
        found.append(_parameter("end", Span | None, None, f"What is compared: {told}"))
    taken = {parameter.name for parameter in found}
    own = [option for option in question.options if option.name not in taken]
    return found + [_parameter(o.name, _optional(o.type, o.default), o.default, o.help) for o in own]


def _optional(kind: type, default: Any) -> Any:
    return kind | None if default is None else kind


def _parameter(name: str, kind: Any, default: Any, text: str) -> inspect.Parameter:
    # A form sends its empty fields too: they mean what is meant when nothing is sent.
    blank = BeforeValidator(lambda value: default if value == "" else value)
    annotation = Annotated[kind, blank, Query(description=text)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def columns(text: str | None) -> tuple[str, ...]:
    """The names in a comma list.

    Example:
        >>> columns("rep_id, segment")
        ('rep_id', 'segment')
    """
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def conditions(texts: list[str]) -> tuple[tuple[str, str], ...]:
    """``COLUMN=VALUE`` texts as pairs.

    Errors: :class:`UsageError` for a text without an equals sign.
    """
    pairs = []
    for text in filter(None, texts):
        column, equals, value = text.partition("=")
        if not equals or not column.strip():
            raise UsageError("where", f"{text!r} is no COLUMN=VALUE", "write for example where=segment=Retail")
        pairs.append((column.strip(), value))
    return tuple(pairs)


def refuse_unknown(request: Request, known: set[str]) -> None:
    """Errors: :class:`UsageError` naming the first parameter that the address has and the question does not."""
    for name in request.query_params:
        if name not in known:
            raise UsageError("the address", f"has an unknown option {name!r}", f"there are {', '.join(sorted(known))}")


def router(answers: Answering) -> APIRouter:
    """Every JSON route: one a question, ``decide``, ``identity`` and ``status``."""
    routes = APIRouter(prefix="/api", responses={code: {"model": Problem} for code in (400, 404, 409, 422)})
    for question in answers.questions.values():
        _add_question(routes, question, answers)
    _add_words(routes, answers)
    _add_status(routes, answers)
    return routes


def _add_question(routes: APIRouter, question: Question, answers: Answering) -> None:
    known = {parameter.name for parameter in parameters(question)}

    read = reader(question)

    async def answer(request: Request, call: Call = Depends(read)) -> Response:  # noqa: B008
        refuse_unknown(request, known)
        return Response(await answers.raw(call), media_type="application/json")

    routes.add_api_route(
        f"/{question.name}",
        answer,
        methods=["GET"],
        response_model=AnswerJson,
        summary=question.title,
        description=f"Needs: {', '.join(question.needs) or 'nothing'}.",
        operation_id=question.name,
        tags=["questions"],
    )


def _body(model: type[BaseModel]) -> dict[str, Any]:
    shape = model.model_json_schema()
    body = {"content": {kind: {"schema": shape} for kind in ("application/json", "application/x-www-form-urlencoded")}}
    return {"requestBody": {"required": True, **body}}


def _add_words(routes: APIRouter, answers: Answering) -> None:
    """The routes by which a person says something: the body is read and kept, and a sentence tells so."""

    async def decide(said: Decision) -> Decided:
        return Decided(action_id=said.action_id, verdict=said.verdict, message=await answers.decide(said))

    async def judge(said: Word) -> Said:
        return Said(message=await answers.judge(said))

    async def accept(said: Acceptance) -> Said:
        return Said(message=await answers.accept(said))

    _add_word(routes, "/decide", Decision, decide, Decided, "Keep what a person decided about an action")
    _add_word(routes, "/identity", Word, judge, Said, "Keep what a person said of two rows that may be one")
    _add_word(
        routes, "/accept", Acceptance, accept, Said, "Accept a finding of health with a reason, or take that back"
    )


def _add_word(
    routes: APIRouter,
    path: str,
    body: type[Body],
    keep: Callable[[Body], Awaitable[BaseModel]],
    told: type[BaseModel],
    summary: str,
) -> None:
    async def say(request: Request) -> BaseModel:
        return await keep(await read_body(request, body))

    routes.add_api_route(
        path,
        say,
        methods=["POST"],
        response_model=told,
        summary=summary,
        operation_id=keep.__name__,
        tags=["decisions"],
        openapi_extra=_body(body),
    )


def _add_status(routes: APIRouter, answers: Answering) -> None:
    @routes.get("/status", summary="What is loaded, and since when", operation_id="status", tags=["status"])
    async def status() -> dict[str, Any]:
        return await answers.status_json()


async def read_body(request: Request, model: type[Body]) -> Body:
    """What a JSON or form body says, as ``model``.

    Errors: :class:`UsageError` naming the first entry that is missing or wrong.
    """
    try:
        if "json" in request.headers.get("content-type", ""):
            return model.model_validate_json(await request.body())
        form = await request.form()
        given = {key: form[key] for key in model.model_fields if form.get(key) not in (None, "")}
        return model.model_validate(given)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the body"
        needed = " and ".join(name for name, entry in model.model_fields.items() if entry.is_required())
        raise UsageError(place, first["msg"][:1].lower() + first["msg"][1:], f"send {needed}") from problem
