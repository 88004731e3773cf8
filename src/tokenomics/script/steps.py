"""Which steps of a question its answer needs: tables that nothing reads any more are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlglot import exp

from tokenomics.dialects import parsed
from tokenomics.dialects.values import bound
from tokenomics.recording import Filled, Step


class Taken(NamedTuple):
    """A step, its statement as a tree (none of a table that is filled), and the tables it makes and reads.

    One that asks makes none. `adds` says that the table was there before and is changed.
    """

    step: Step
    tree: exp.Expr | None
    makes: str | None
    reads: frozenset[str]
    adds: bool = False


def taken(step: Step) -> Taken:
    """A step as its statement says what it does."""
    if isinstance(step, Filled):
        return Taken(step, None, step.table, frozenset())
    tree = bound(parsed(step.text), step.values)
    if isinstance(tree, exp.Alter):
        renamed = tree.find(exp.AlterRename)
        return Taken(
            step, tree, renamed.this.name if renamed else None, frozenset({tree.this.name})
        )
    body = tree.expression if isinstance(tree, exp.Create | exp.Insert) else tree
    named = {each.alias for each in tree.find_all(exp.CTE)}
    reads = {table.name for table in body.find_all(exp.Table) if table.name} - named
    adds = isinstance(tree, exp.Insert | exp.Delete)
    return Taken(step, tree, _made(tree), frozenset(reads), adds)


def _made(tree: exp.Expr) -> str | None:
    if isinstance(tree, exp.Create | exp.Insert | exp.Delete):
        return tree.this.this.name if isinstance(tree.this, exp.Schema) else tree.this.name
    return tree.args["tables"][0].name if isinstance(tree, exp.Drop) else None


def answering(steps: Sequence[Taken]) -> list[Taken]:
    """The last questions, asked after all tables are made, and what they are answered of."""
    last = max((at for at, each in enumerate(steps) if each.makes), default=-1)
    needed, kept, made = set[str](), list[Taken](), set[str]()
    for at in range(len(steps) - 1, -1, -1):
        each = steps[at]
        is_cleared = isinstance(each.tree, exp.Drop) and each.makes in made
        if at <= last and each.makes not in needed and not is_cleared:
            continue
        kept.append(each)
        if each.makes and not each.adds:
            needed.discard(each.makes)
            made.add(each.makes)
        needed |= each.reads
    return kept[::-1]
