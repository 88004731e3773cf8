"""What Postgres says otherwise than DuckDB."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

RULES: tuple[Callable[[exp.Expr], exp.Expr], ...] = ()
