"""Which Chromium the browser tests use, and how it is started: quietly, and not as root's."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

SYSTEM = ("chromium", "google-chrome-stable", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, playwright: Playwright):
    """Playwright's own Chromium where it is installed, else the system's."""
    chosen = {**browser_type_launch_args, "args": list(FLAGS)}
    own = Path(playwright.chromium.executable_path)
    found = os.environ.get("PORTAL_BROWSER") or (None if own.exists() else _system_browser())
    return {**chosen, "executable_path": found} if found else chosen


def _system_browser():
    return next((path for name in SYSTEM if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def base_url():
    """None: each test has its own portal. The plugin's own fixture warns under pytest 9."""
