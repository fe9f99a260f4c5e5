# Read by `run`, `test` and the checks: makes .venv in the checkout, installs cableview there, names what the system lacks.
# Needs nothing but a POSIX shell and python3.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/.." && pwd -P)
venv=$root/.venv
# Where the environment holds no PATH, the shell has one of its own; Python, which looks for itself there, needs it too.
export PATH
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() {
    printf 'cableview: %s\n' "$*" >&2
}

fail() {
    say "$@"
    exit 2
}

# install_packages PACKAGE...: installs them as root on Debian and its derivatives, and otherwise names them.
install_packages() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        fail "this system lacks: $*. On Debian or Ubuntu: sudo apt-get install $*"
    fi
    say "this system lacks: $*. Installing with apt-get, being root."
    if ! apt_install "$@"; then
        apt-get update -q >&2 || say "the package lists could not be refreshed"
        apt_install "$@" || fail "apt-get could not install: $*"
    fi
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2
}

# Prints the first interpreter that is new enough. PYTHON names one to be taken instead.
find_python() {
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed; found: $(python3 --version 2>&1). On Debian or Ubuntu: apt-get install python3"
}

venv_is_sound() {
    "$venv/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

make_venv() {
    if [ -e "$venv" ] && [ ! -e "$venv/pyvenv.cfg" ] && [ -n "$(ls -A "$venv")" ]; then
        fail "$venv is in the way and is no Python environment. Move it elsewhere."
    fi
    base=$(find_python) || exit 2
    if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
        case $base in
            */* | python3) install_packages python3-venv ;;
            *) install_packages "$base-venv" ;;
        esac
    fi
    say "creating an environment in $venv"
    "$base" -m venv --clear "$venv" || fail "$base could not make an environment in $venv"
}

# install_cableview EXTRAS NAME...: installs with the extras unless that, or one of the fuller NAMEs, was done for this
# pyproject.toml, this folder and this Python.
install_cableview() {
    extras=$1
    shift
    venv_is_sound || make_venv
    stamp="$(cksum <"$root/pyproject.toml") $root $("$venv/bin/python" -V)"
    for name in "$extras" "$@"; do
        if [ "$(cat "$venv/cableview-${name:-run}.stamp" 2>/dev/null)" = "$stamp" ]; then
            return
        fi
    done
    say "installing the dependencies into $venv (about 420 MB, once)"
    "$venv/bin/python" -m pip install -q --editable "$root${extras:+[$extras]}" ||
        fail "pip could not install it; see above. It needs the package index, or what PIP_INDEX_URL or PIP_FIND_LINKS names."
    printf '%s\n' "$stamp" >"$venv/cableview-${extras:-run}.stamp"
}

# ensure_libraries [PLATFORM...]: what Qt's plugins (without names those it would take here) ask of the system.
ensure_libraries() {
    if ! lacking=$("$venv/bin/python" -m cableview.system_libraries "$@"); then
        [ -n "$lacking" ] || fail "it could not be told which libraries this system lacks; see above"
        # shellcheck disable=SC2086 # a list of package names
        install_packages $lacking
    fi
}

has_display() {
    [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}${QT_QPA_PLATFORM-}" ] || [ "$(uname -s)" != Linux ]
}
