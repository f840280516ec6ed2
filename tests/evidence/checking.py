"""Checks a pack from its archive alone, by hand, as its README says. Standard library only."""

import hashlib
import io
import json
import zipfile
from base64 import b64decode, b64encode


def faults(archive: bytes) -> list[str]:
    """Return what does not hold in a pack; nothing if it is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            files = {name: opened.read(name) for name in opened.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        return [f"the archive cannot be read: {error}"]
    folders = sorted({name[:13] for name in files if name.startswith("shipments/")})
    chains = [fault for folder in ("", *folders) for fault in _chain(files, folder)]
    return [*_sums(files), *chains]


def files_of(archive: bytes) -> dict[str, bytes]:
    """Return the files of a pack by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _sums(files):
    lines = files["SHA256SUMS"].decode(errors="replace").splitlines()
    promised = dict(reversed(line.split("  ", 1)) for line in lines if "  " in line)
    if promised.keys() != files.keys() - {"SHA256SUMS"}:
        yield "SHA256SUMS names other files"
    for name, digest in promised.items():
        if hashlib.sha256(files.get(name, b"")).hexdigest() != digest:
            yield f"{name} is not what SHA256SUMS says"


def _chain(files, folder=""):
    names = sorted(name for name in files if name.startswith(f"{folder}events/"))
    prev, said = bytes(32), None
    for number, name in enumerate(names, start=1):
        try:
            entry = json.loads(files[name])
        except ValueError:
            yield f"{name} is no JSON"
            return
        envelope = entry["envelope"]
        if (envelope["seq"], b64decode(envelope["prev"])) != (number, prev):
            yield f"{name} does not follow the event before"
        prev, said = b64decode(entry["head"]), entry
        if hashlib.sha256(b"\0" + _canonical(envelope)).digest() != prev:
            yield f"{name} has another head"
        yield from _told(name, entry, files)
    chain = json.loads(files[f"{folder}chain.json"])
    if said is None or (chain["head"], chain["seq"]) != (said["head"], len(names)):
        yield f"{folder}chain.json has another end"


def _told(name, entry, files):
    if "facts" not in entry:
        return
    sealed = hashlib.sha256(b64decode(entry["salt"]) + entry["facts"].encode()).digest()
    if b64decode(entry["envelope"]["facts"]) != sealed:
        yield f"{name} says something else than was sealed"
    facts = json.loads(entry["facts"])
    for key, detail in entry.get("details", {}).items():
        if _commits(detail["salt"], detail["text"].encode()) != facts["details"][key]:
            yield f"{name}: {key} is not what was said"
    for promised, file in zip(facts.get("docs", []), entry.get("documents", []), strict=True):
        content = files.get(f"documents/{file['file']}", b"")
        digest = hashlib.sha256(content).digest()
        if digest.hex() != file["sha256"] or _commits(file["salt"], digest) != promised["c"]:
            yield f"{name}: its file is not what was attached"


def _commits(salt, value):
    return b64encode(hashlib.sha256(b64decode(salt) + value).digest()).decode()


def _canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
