#!/bin/sh
# The README's commands in executable form: one function per task.
#
#   ./run.sh                 everything from a fresh clone to a running portal with demo data
#   ./run.sh test [WORDS]    every test, on both engines and in the browser; WORDS go to pytest
#   ./run.sh bench [WORDS]   the benchmark
#   ./run.sh goals [NAME]    fault harnesses and other measured goals
#   ./run.sh tour            the pictures of the README, taken of the demo world
#   ./run.sh words           collect new texts into the catalogues, for a translator to fill in
#
# PORT (8000), HOST (127.0.0.1), DATABASE_URL and the other settings come from the environment.
set -eu
cd "$(dirname "$0")"
bin=.venv/bin

say() { echo "== $*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

system() { # install the Debian packages among "$@" that are not there yet
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 0
    missing=
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "system packages:$missing"
    as_root apt-get update -qq
    # shellcheck disable=SC2086  # one word per package
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -yqq --no-install-recommends $missing >/dev/null
}

python_here() { # print the first Python that is new enough
    for python in python3 python3.13 python3.12 python3.11; do
        command -v "$python" >/dev/null || continue
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || continue
        echo "$python"
        return
    done
    echo "Python 3.11 or newer is needed. Install it, then run this again." >&2
    return 1
}

packages() { # packages run|test: install what requirements.txt asks for, when it has changed
    cmp -s requirements.txt .venv/installed-test && return
    stamp=.venv/installed-$1
    [ -x $bin/python ] || "$(python_here)" -m venv .venv
    if [ "$1" = run ]; then sed '/^# tests/,$d' requirements.txt; else cat requirements.txt; fi \
        >.venv/wanted
    cmp -s .venv/wanted "$stamp" && return
    say "Python packages"
    $bin/python -m pip install -q --disable-pip-version-check -r .venv/wanted
    cp .venv/wanted "$stamp"
}

assets() { # bring static/node_modules to what the lock file says
    cmp -s static/package-lock.json static/node_modules/.portal-lock && return
    say "browser assets"
    PATH="$PWD/$bin:$PATH" $bin/npm ci --prefix static --ignore-scripts --no-audit --no-fund \
        --loglevel=error
    cp static/package-lock.json static/node_modules/.portal-lock
}

translations() { # compile each .po that is newer than its .mo
    for po in portal/translations/*/LC_MESSAGES/*.po; do
        [ -f "$po" ] || continue
        mo=${po%.po}.mo
        [ -f "$mo" ] && [ -z "$(find "$po" -newer "$mo")" ] && continue
        $bin/pybabel -q compile -i "$po" -o "$mo"
        [ -f "$mo" ] || { echo "$po was not compiled: is its head marked fuzzy?" >&2; return 1; }
    done
}

ready() { # ready run|test: everything but the database
    system python3-venv libpangoft2-1.0-0 libharfbuzz-subset0
    packages "$1"
    assets
    translations
}

browser() { # a Chromium for the browser tests: Debian's own, elsewhere Playwright's
    system libatomic1
    if grep -qs '^ID=debian' /etc/os-release; then
        system chromium
    elif [ ! -f .venv/browser ] && [ -z "${PORTAL_BROWSER:-}" ]; then
        $bin/playwright install --with-deps chromium
        touch .venv/browser
    fi
}

flask() { $bin/flask --app wsgi "$@"; }

serve() {
    ready run
    mkdir -p instance
    flask db upgrade
    flask demo
    address="${HOST:-127.0.0.1}:${PORT:-8000}"
    say "The portal is at http://$address/ (Ctrl-C stops it)"
    exec $bin/gunicorn --worker-class gthread --workers "${WEB_WORKERS:-2}" --threads 4 \
        --bind "$address" --log-level warning wsgi:app
}

run_tests() {
    ready test
    browser
    $bin/python -m pytest -n 2 --dist loadfile "$@"
}

measure() { # measure bench|goals [WORDS]
    ready test
    what=$1
    shift
    $bin/python -m "tests.$what" "$@"
}

tour() {
    ready test
    browser
    $bin/python -m tests.tour "$@"
}

words() { # every visible text, in the order of its words, so that a change is one line
    $bin/pybabel -q extract -F pyproject.toml -k N_ -k NN_:1,2 -k _l \
        -k lazy_gettext -k lazy_ngettext:1,2 -k pgettext:1c,2 -k lazy_pgettext:1c,2 --no-location \
        --sort-output --omit-header -o .venv/messages.pot .
    $bin/pybabel -q update -i .venv/messages.pot -d portal/translations \
        --no-fuzzy-matching --ignore-pot-creation-date -w 98
    translations
}

case ${1:-serve} in
serve) serve ;;
test) shift && run_tests "$@" ;;
bench | goals) measure "$@" ;;
tour) shift && tour "$@" ;;
words) words ;;
*) sed -n '2,11s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
