"""The house rules as functions: each takes a file and yields what breaks the rule."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import place, tree

FILE_LINES = 300
FUNCTION_LINES = 25
PAGE_FUNCTION_LINES = 40  # forms and views show a whole decision
FORBIDDEN_FILES = {"utils", "helpers", "services", "managers", "signals", "mixins"}
FORBIDDEN_NAMES = {"data", "info", "obj", "item", "manager", "helper"}
FORBIDDEN_PREFIXES = ("process_", "handle_")
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES |= {"delete", "update"}
WRITERS = {"actions", "core", "demo"}
EXEMPT = {("models", "person.py")}  # Django asks the people's manager itself for create_user


def too_long(path: Path) -> Iterator[str]:
    """Files up to 300 lines, functions up to 25, in forms and views up to 40."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > FILE_LINES:
        yield f"{place(path)}: {lines} lines"
    pages = {"forms", "views"} & {part.removesuffix(".py") for part in path.parts}
    most = PAGE_FUNCTION_LINES if pages else FUNCTION_LINES
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = body_lines(node)
            if length > most:
                yield f"{place(path, node)}: {node.name} has {length} lines"


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    length = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        length -= first.end_lineno - first.lineno + 1
    return length


def named_badly(path: Path) -> Iterator[str]:
    """No file and no name that says nothing about what it stands for."""
    if path.stem in FORBIDDEN_FILES:
        yield f"{place(path)}: forbidden file name"
    for node in ast.walk(tree(path)):
        name = name_of(node)
        if name in FORBIDDEN_NAMES or name.startswith(FORBIDDEN_PREFIXES):
            yield f"{place(path, node)}: {name}"


def name_of(node: ast.AST) -> str:
    """The name a node introduces; Django's own method names are not ours."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.arg):
        return node.arg
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return node.id
    return ""


def writes_outside_actions(path: Path) -> Iterator[str]:
    """Only actions, core and demo save: nothing else calls a method that writes rows."""
    parts = {part.removesuffix(".py") for part in path.parts}
    if parts & WRITERS or path.parts[-2:] in EXEMPT:
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in WRITES and on_rows(node, node.func):
                yield f"{place(path, node)}: {ast.unparse(node.func)}"


def on_rows(call: ast.Call, method: ast.Attribute) -> bool:
    """`x.objects.update(...)` and `record.save()` write rows.

    `mapping.update(...)` and `document.save(stream)` do not.
    """
    if method.attr == "save" and call.args:
        return False
    if method.attr not in {"update", "delete", "create"}:
        return ast.unparse(method.value) not in {"self", "super()"}
    return ".objects" in ast.unparse(method.value) or ".filter(" in ast.unparse(method.value)


def moves_a_status(path: Path) -> Iterator[str]:
    """A status changes only through core/workflow.py: never assigned, never bulk-updated."""
    for node in ast.walk(tree(path)):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "status":
                yield f"{place(path, node)}: {ast.unparse(target)} ="
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names = {keyword.arg for keyword in node.keywords}
            if node.func.attr == "update" and "status" in names:
                yield f"{place(path, node)}: update(status=...)"
