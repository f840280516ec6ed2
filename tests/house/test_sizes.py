"""Modules and functions are short and explained, and the linter has nothing to say."""

import ast
import subprocess
import sys

import pytest

from tests.house.plan import MODULES, ROOT, TESTS, rel

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
STEPS = "        self.x = 1\n        self.y = 2\n"


def too_long(text):
    """Return what is longer than it may be."""
    lines = len(text.splitlines())
    faults = [f"{lines} lines: split this module"] if lines > LONGEST_MODULE else []
    return faults + [
        f"line {node.lineno}: split {node.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]


def unexplained(text):
    """Return what lacks its sentence: the module, its public functions, classes and methods."""
    tree = ast.parse(text)
    faults = [] if ast.get_docstring(tree) else ["line 1: say what this module is for"]
    return faults + [
        f"line {node.lineno}: explain {node.name}"
        for holder in (tree, *_public_classes(tree))
        for node in holder.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not (holder is not tree and len(node.body) == 1)  # a line says what it is by its name
        and not ast.get_docstring(node)
    ]


def _public_classes(tree):
    return [n for n in tree.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]


def left_out(text):
    """Return tests that would not run."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}: a test runs or is deleted"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and node.attr in ("skip", "skipif", "xfail")
        and ast.unparse(node.value) in ("pytest", "pytest.mark", "mark")
    ]


def nested_imports(text):
    """Return imports inside functions."""
    return [
        f"line {inner.lineno}: import at the top of the module"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


@pytest.mark.parametrize("path", MODULES, ids=rel)
def test_modules_are_short_and_explained(path):
    text = path.read_text()

    assert too_long(text) + unexplained(text) + nested_imports(text) == []


@pytest.mark.parametrize("path", TESTS, ids=rel)
def test_tests_are_short_and_say_what_they_are_about(path):
    text = path.read_text()

    assert too_long(text) + left_out(text) == []
    assert not text or ast.get_docstring(ast.parse(text)), "say what this module is for"


def test_the_linter_is_content():
    command = [sys.executable, "-m", "ruff", "check", "--output-format=concise", "."]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("check", "planted"),
    [
        (too_long, "x = 1\n" * 301),
        (too_long, "def long():\n" + "    x = 1\n" * 40),
        (unexplained, "x = 1"),
        (unexplained, '"""Said."""\ndef public(): ...'),
        (unexplained, '"""Said."""\nclass Public: ...'),
        (unexplained, '"""Said."""\nclass P:\n    """Said."""\n    def do(self):\n' + STEPS),
        (left_out, "@pytest.mark.skip\ndef test_it(): ..."),
        (left_out, "def test_it():\n    pytest.skip('later')"),
        (nested_imports, "def f():\n    import os"),
        (nested_imports, "def f():\n    if 1:\n        from os import path"),
    ],
)
def test_a_planted_fault_is_found(check, planted):
    assert check(planted)


def test_the_last_good_size_passes():
    assert too_long("x = 1\n" * 300) == []
    assert too_long("def f():\n" + "    x = 1\n" * 39) == []


def test_a_tangled_function_is_found(tmp_path):
    tangled = "def f(a):\n" + "".join(f"    if a == {n}:\n        return {n}\n" for n in range(9))
    (tmp_path / "tangled.py").write_text(tangled)
    config = ROOT / "pyproject.toml"
    command = [sys.executable, "-m", "ruff", "check", "--config", str(config), str(tmp_path)]

    done = subprocess.run(command, capture_output=True, text=True)

    assert "C901" in done.stdout
