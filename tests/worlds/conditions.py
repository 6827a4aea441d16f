"""Takes the conditions of storage/access.py out, one at a time, while Tocsin runs on what is left of it."""

from __future__ import annotations

import ast
import copy
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy

from storage import access

SOURCE = Path(str(access.__file__))
# What a condition that is not asked any more comes to, in the database's words.
_TRUE = "sqlalchemy_true"
_NESTED = (ast.FunctionDef, ast.ClassDef, ast.Assign)


@dataclass(frozen=True)
class Cut:
    """A condition that can be taken out: where it stands, its words, and which of the page's places it is."""

    where: str
    condition: str
    number: int

    def __str__(self) -> str:
        return f"{self.where}: {self.condition}"


def cuts() -> list[Cut]:
    """List every condition of the page."""
    surgeon = _Surgeon(None)
    surgeon.visit(ast.parse(SOURCE.read_text()))
    return surgeon.found


@contextmanager
def without(cut: Cut) -> Iterator[None]:
    """Let Tocsin decide without one of its conditions."""
    page = ast.parse(SOURCE.read_text())
    # Enumerations, records and what is imported stay what they are, so that everybody goes on meaning the same by them.
    page.body = [one for one in _Surgeon(cut.number).visit(page).body if isinstance(one, _NESTED)]
    ast.fix_missing_locations(page)
    cut_page = types.ModuleType(access.__name__)
    cut_page.__dict__.update(access.__dict__, **{_TRUE: sqlalchemy.true})
    kept = {one.name: access.__dict__[one.name] for one in page.body if isinstance(one, ast.ClassDef)}
    exec(compile(page, str(SOURCE), "exec"), cut_page.__dict__)
    made = {name: cut_page.__dict__[name] for name in kept}
    cut_page.__dict__.update(kept)
    names = [name for name in access.__dict__ if name in cut_page.__dict__ and name not in kept]
    before = {name: access.__dict__[name] for name in names}
    properties = {
        (one, name): (getattr(kept[one], name), value)
        for one in kept
        for name, value in vars(made[one]).items()
        if isinstance(value, property)
    }
    try:
        for name in names:
            setattr(access, name, cut_page.__dict__[name])
        for (one, name), (_, value) in properties.items():
            setattr(kept[one], name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(access, name, value)
        for (one, name), (value, _) in properties.items():
            setattr(kept[one], name, value)


def _is_plain(conditions: list[ast.expr]) -> bool:
    return bool(conditions) and not isinstance(conditions[0], ast.Call)


class _Surgeon(ast.NodeTransformer):
    """Walks the page, counts its conditions, and takes out the one that is asked for."""

    def __init__(self, wanted: int | None) -> None:
        self.found: list[Cut] = []
        self._wanted = wanted
        self._where: list[str] = []
        self._answers_yes_or_no = False

    def _takes_out(self, condition: ast.AST) -> bool:
        self.found.append(Cut(".".join(self._where), ast.unparse(condition), len(self.found)))
        return self.found[-1].number == self._wanted

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        outer, self._answers_yes_or_no = self._answers_yes_or_no, "bool" in ast.unparse(node.returns or node.args)
        self._where.append(node.name)
        self.generic_visit(node)
        self._where.pop()
        self._answers_yes_or_no = outer
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self._where.append(node.name)
        self.generic_visit(node)
        self._where.pop()
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        is_a_constant = not self._where
        if is_a_constant:
            self._where.append(ast.unparse(node.targets[0]))
        self.generic_visit(node)
        if is_a_constant:
            self._where.pop()
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        """Take out one side of an `and` or an `or`."""
        kept = [value for value in node.values if not self._takes_out(value)]
        node.values = [self.visit(value) for value in kept]
        return node if len(node.values) > 1 else node.values[0]

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Take out one side of the database's `and` and `or`, and one condition of a `where` or a `join`."""
        name = ast.unparse(node.func).rpartition(".")[2]
        if name in {"and_", "or_"}:
            self._thin_out(node, node.args)
        elif name == "where":
            self._thin_out(node, node.args)
            if not node.args:
                return self.visit(copy.deepcopy(node.func.value))  # type: ignore[attr-defined]
        elif name == "join" and _is_plain(node.args[1:]) and self._takes_out(node.args[1]):
            node.args[1] = ast.parse(f"{_TRUE}()", mode="eval").body
        self.generic_visit(node)
        return node

    def _thin_out(self, node: ast.Call, conditions: list[ast.expr]) -> None:
        node.args = [one for one in conditions if isinstance(one, ast.Starred) or not self._takes_out(one)]

    def visit_List(self, node: ast.List) -> ast.AST:
        """Take out one of the ways in which something is shared."""
        if node.elts and all(isinstance(one, ast.Call) for one in node.elts):
            node.elts = [one for one in node.elts if not self._takes_out(one)]
        self.generic_visit(node)
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        """Take out what stands before a refusal or an answer; elsewhere, do what it guards in any case."""
        taken_out = self._takes_out(node.test)
        if taken_out:
            refuses = all(isinstance(one, ast.Raise | ast.Return | ast.Continue) for one in node.body)
            node.test = ast.Constant(value=not refuses)
        self.generic_visit(node)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        """Take what somebody is given only under a condition for given: what is not nothing."""
        if self._takes_out(node.test):
            is_nothing = isinstance(node.body, ast.Constant)
            return self.visit(node.orelse if is_nothing else node.body)
        self.generic_visit(node)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        """Take out a condition on what is gathered."""
        node.ifs = [one for one in node.ifs if not self._takes_out(one)]
        self.generic_visit(node)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        """Take out a condition that is the whole answer."""
        value = node.value
        is_condition = isinstance(value, ast.Compare | ast.UnaryOp) or ast.unparse(node) == "return False"
        if self._answers_yes_or_no and value is not None and is_condition and self._takes_out(value):
            is_sql = any(isinstance(one, ast.Attribute) and one.attr == "c" for one in ast.walk(value))
            node.value = ast.parse(f"{_TRUE}()" if is_sql else "True", mode="eval").body
            return node
        self.generic_visit(node)
        return node
