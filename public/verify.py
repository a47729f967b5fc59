#!/usr/bin/env python3
"""Checks a Daybook evidence bundle (format 1) without Daybook and without the internet.

    python3 verify.py bundle.zip          a ZIP, or the folder it was unpacked to
    python3 verify.py --key KEY bundle    also: is it signed with this key (line or fingerprint)?
    python3 verify.py --json bundle       the findings for a program

Needs Python 3.9 and nothing else; `openssl` for outside time stamps, where a bundle has any.
Ends with 0: nothing found; 1: something found, listed with the file or entry; 2: not run.
The rules are those of docs/bundle-format.md. This program is in the public domain.
"""
import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
HEX64 = re.compile(r"[0-9a-f]{64}\Z")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
WHOLE = re.compile(r"(0|[1-9][0-9]*)\Z")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
LEAF = ("action actor at build case commitment event object origin prev reason role school v").split()
NULLABLE = {"case", "commitment", "prev", "reason"}
REQUIRED = ("bagit.txt bag-info.txt manifest-sha256.txt tagmanifest-sha256.txt README.txt verify.py "
            "data/schedule.json data/custody.json data/disclosure.json data/system.json "
            "ledger/entries.jsonl ledger/checkpoint ledger/keys.txt").split()
LIMIT = 64 * 1024 * 1024  # of a file that is read whole; originals are only hashed


class Stop(Exception):
    """Nothing more can be checked."""


class Malformed(Exception):
    """A text is not of the form it should have."""


def safe(path):
    return len(path) <= 200 and all(PART.match(part) for part in path.split("/"))


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


# ---- JSON, canonical (RFC 8785) ----

def refuse(_):
    raise Malformed


def whole_number(text):
    number = int(text)
    if not 0 <= number < 2 ** 53:
        raise Malformed
    return number


def canonical(text):
    """The value of a canonical JSON text, or Malformed."""
    try:
        value = json.loads(text, parse_float=refuse, parse_constant=refuse, parse_int=whole_number)
        if text.encode("utf-8") != spell(value).encode("utf-8"):
            raise Malformed
        return value
    except (ValueError, RecursionError, UnicodeError):
        raise Malformed from None


def spell(value):
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(spell(key) + ":" + spell(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(spell, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def text_of(data):
    """UTF-8 without a mark, every line ended."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed from None
    if text.startswith("\ufeff") or not text.endswith("\n") or "\r" in text:
        raise Malformed
    return text


def base64_of(text, length=None):
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise Malformed from None
    if base64.b64encode(data).decode() != text or length not in (None, len(data)):
        raise Malformed
    return data


# ---- Ed25519 (RFC 8032, 5.1.7), so that no other program is needed ----

P = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def x_of(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, p):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, p)
        p = add(p, p)
        number >>= 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def signed_with(key, message, signature):
    if len(signature) != 64:
        return False
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    challenge = hashlib.sha512(signature[:32] + key + message).digest()
    left = times(s, BASE)
    right = add(r, times(int.from_bytes(challenge, "little") % ORDER, a))
    return ((left[0] * right[2] - right[0] * left[2]) % P == 0
            and (left[1] * right[2] - right[1] * left[2]) % P == 0)


# ---- The tree (RFC 6962, RFC 9162) ----

def leaf_hash(leaf):
    return sha256(b"\x00", leaf.encode("utf-8"))


def node(left, right):
    return sha256(b"\x01", left, right)


def included(entry, size, leaf, proof, root):
    if entry >= size:
        return False
    fn, sn, r = entry, size - 1, leaf
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def consistent(first, second, proof, first_root, second_root):
    if first == second:
        return not proof and first_root == second_root
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


# ---- The container ----

class Folder:
    """A bag that was unpacked."""

    def __init__(self, path):
        if not os.path.exists(os.path.join(path, "bagit.txt")):
            inside = [e for e in os.scandir(path)]
            if len(inside) != 1 or not inside[0].is_dir(follow_symlinks=False):
                raise Stop("layout", "")
            path = inside[0].path
        self.files = {}
        for folder, folders, names in os.walk(path):
            for name in folders + names:
                full = os.path.join(folder, name)
                known = os.path.relpath(full, path).replace(os.sep, "/")
                if os.path.islink(full) or not safe(known):
                    raise Stop("zip-unsafe", known)
                if name in names:
                    self.files[known] = full
        if not self.files:
            raise Stop("layout", "")

    def pieces(self, path):
        with open(self.files[path], "rb") as file:
            yield from iter(lambda: file.read(1 << 20), b"")


class Archive:
    """A bag in a ZIP, read by its central directory."""

    def __init__(self, path):
        self.file = open(path, "rb")
        try:
            self.zip = zipfile.ZipFile(self.file)
            entries = self.zip.infolist()
        except (zipfile.BadZipFile, EOFError, ValueError, OSError, NotImplementedError, struct.error):
            raise Stop("zip-damaged", "") from None
        self.files, tops, seen = {}, set(), set()
        for entry in entries:
            name = entry.orig_filename
            bare = name[:-1] if name.endswith("/") else name
            if (not safe(bare) or bare.lower() in seen or entry.flag_bits & 0x41
                    or entry.compress_type not in (0, 8)):
                raise Stop("zip-unsafe", name)
            seen.add(bare.lower())
            if name.endswith("/"):
                continue
            top, _, rest = name.partition("/")
            tops.add(top)
            if not rest:
                raise Stop("layout", "")
            self.files[rest] = entry
        if len(tops) != 1:
            raise Stop("layout", "")

    def pieces(self, path):
        try:
            with self.zip.open(self.files[path]) as file:
                yield from iter(lambda: file.read(1 << 20), b"")
        except (zipfile.BadZipFile, EOFError, zlib.error, OSError, NotImplementedError, ValueError,
                struct.error):
            raise Malformed from None


# ---- The checks, in the order of the format's table ----

class Check:
    def __init__(self, bag, trusted=None):
        self.bag, self.trusted = bag, trusted
        self.findings, self.notes = [], []
        self.facts = {}
        self.hashes, self.sizes, self.held = {}, {}, {}
        for path in sorted(bag.files):
            self.hash(path)
        self.check_bag()
        self.keys = self.check_keys()
        self.head = self.read_checkpoint("ledger/checkpoint")
        self.check_entries()
        self.check_anchors()
        self.check_content()

    def find(self, code, where):
        finding = (code, where[:200])
        if finding not in self.findings:
            self.findings.append(finding)

    def hash(self, path):
        digest, size, held = hashlib.sha256(), 0, []
        keep = not path.startswith(("data/originals/", "data/redacted/"))
        try:
            for piece in self.bag.pieces(path):
                digest.update(piece)
                size += len(piece)
                if keep and size <= LIMIT:
                    held.append(piece)
            self.hashes[path], self.sizes[path] = digest.hexdigest(), size
            if keep and size <= LIMIT:
                self.held[path] = b"".join(held)
        except Malformed:
            self.hashes[path] = None  # not read whole: never equal to anything

    def text(self, path):
        """Its text; None when it is not there."""
        if path not in self.bag.files:
            return None
        if path not in self.held:
            raise Malformed
        return text_of(self.held[path])

    # 2
    def check_bag(self):
        missing = [path for path in REQUIRED if path not in self.bag.files]
        self.manifest = self.read_manifest("manifest-sha256.txt", payload=True)
        tags = self.read_manifest("tagmanifest-sha256.txt", payload=False)
        for listed in (self.manifest, tags):
            missing += [path for path in listed or {} if path not in self.bag.files]
        for path in missing:
            self.find("file-missing", path)
        for path in sorted(self.bag.files):
            listed = self.manifest if path.startswith("data/") else tags
            if path == "tagmanifest-sha256.txt" or listed is None:
                if self.hashes[path] is None:
                    self.find("file-changed", path)
            elif path not in listed:
                self.find("file-added", path)
            elif self.hashes[path] != listed[path]:
                self.find("file-changed", path)
        self.check_bag_words()

    def read_manifest(self, name, payload):
        listed, before, line = {}, b"", 1
        try:
            text = self.text(name)
            if text is None:
                return None
            for line, row in enumerate(text[:-1].split("\n"), 1):
                digest, path = row[:64], row[66:]
                if (not HEX64.match(digest) or row[64:66] != "  " or not safe(path)
                        or path.startswith("data/") != payload or path.encode() <= before
                        or path == "tagmanifest-sha256.txt"):
                    raise Malformed
                listed[path], before = digest, path.encode()
            return listed
        except Malformed:
            self.find("manifest-malformed", "%s:%d" % (name, line))
            return None

    def check_bag_words(self):
        said = self.held.get("bagit.txt")
        if "bagit.txt" in self.bag.files and said != (
                b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"):
            self.find("bagit-malformed", "bagit.txt")
        payload = [path for path in self.bag.files if path.startswith("data/")]
        oxum = "Payload-Oxum: %d.%d" % (sum(self.sizes.get(p, 0) for p in payload), len(payload))
        try:
            info = self.text("bag-info.txt")
            if info is not None:
                lines = info.split("\n")
                if "Daybook-Format: 1" not in lines or oxum not in lines:
                    raise Malformed
        except Malformed:
            self.find("info-malformed", "bag-info.txt")

    # 3
    def check_keys(self):
        """The keys with the size each begins above, or None when none can be used."""
        line, keys = 1, []
        try:
            text = self.text("ledger/keys.txt")
            if text is None:
                return None
            rows = text[:-1].split("\n")
            for line, row in enumerate(rows, 1):
                name, identity, encoded = (row.split("+", 2) + ["", ""])[:3]
                raw = base64_of(encoded, 33)
                wanted = sha256(name.encode(), b"\n", raw)[:4].hex()
                if (not name or re.search(r"\s", name) or raw[0] != 1 or identity != wanted
                        or row in rows[:line - 1] or name != rows[0].split("+", 1)[0]):
                    raise Malformed
                keys.append({"name": name, "id": bytes.fromhex(identity), "key": raw[1:],
                             "line": row, "since": -1})
        except Malformed:
            self.find("key-malformed", "ledger/keys.txt:%d" % line)
            return None
        prints = [sha256(bytes.fromhex("302a300506032b6570032100"), k["key"]).hex() for k in keys]
        usable = self.check_changes(keys)
        if self.trusted and self.trusted not in rows and self.trusted.lower() not in prints:
            self.find("key-untrusted", "ledger/keys.txt")
        self.facts["fingerprint"] = prints[-1]
        return keys if usable else None

    def check_changes(self, keys):
        since = 0
        for number in range(2, len(keys) + 1):
            path = "ledger/changes/%d.note" % number
            old, new = keys[number - 2], keys[number - 1]
            try:
                text = self.text(path)
                said, signatures = split_note(text or "")
                lines = said[:-1].split("\n")
                if (len(lines) != 6 or lines[:2] != [new["name"], "change of key"]
                        or not WHOLE.match(lines[2]) or int(lines[2]) <= since
                        or lines[4:] != [old["line"], new["line"]]):
                    raise Malformed
                base64_of(lines[3], 32)
                if not all(signed_by(said, signatures, key) for key in (old, new)):
                    raise Malformed
                since = new["since"] = int(lines[2])
            except Malformed:
                self.find("key-unlinked", path)
                return False
        return True

    # 4
    def read_checkpoint(self, path):
        try:
            text = self.text(path)
            if text is None:
                return None
            said, signatures = split_note(text)
            lines = said.split("\n")
            if (len(lines) < 4 or not lines[0] or not WHOLE.match(lines[1])
                    or int(lines[1]) >= 2 ** 53):
                raise Malformed
            head = {"origin": lines[0], "size": int(lines[1]), "root": base64_of(lines[2], 32)}
        except Malformed:
            self.find("checkpoint-malformed", path)
            return None
        if self.keys:
            turn = [key for key in self.keys if key["since"] < head["size"]][-1]
            if head["origin"] != turn["name"] or not signed_by(said, signatures, turn):
                self.find("checkpoint-unsigned", path)
        return head

    # 5
    def check_entries(self):
        self.entries, line, last = [], 1, -1
        self.entries_read = False
        rows = []
        try:
            text = self.text("ledger/entries.jsonl")
            if text is None:
                return
            for line, row in enumerate(text[:-1].split("\n"), 1):
                rows.append(read_entry(canonical(row)))
        except Malformed:
            self.find("entries-malformed", "ledger/entries.jsonl:%d" % line)
            return
        self.entries_read = True
        for row in rows:
            where = "entry %d" % row["entry"]
            if row["entry"] <= last:
                self.find("entry-disordered", where)
            last = row["entry"]
            row["said"] = read_leaf(row["leaf"])
            well = row["said"] and (not self.head or row["said"]["origin"] == self.head["origin"])
            if not well:
                self.find("entry-malformed", where)
            if self.head and not included(row["entry"], self.head["size"], leaf_hash(row["leaf"]),
                                          row["proof"], self.head["root"]):
                self.find("entry-unproven", where)
            if not well:
                continue
            row["opened"] = self.check_opening(row, where)
            self.entries.append(row)

    def check_opening(self, row, where):
        opening = row["opening"]
        if opening is None:
            return None
        committed = sha256(bytes.fromhex(opening["salt"]), opening["value"].encode("utf-8")).hex()
        if committed != row["said"]["commitment"]:
            self.find("opening-mismatch", where)
            return None
        try:
            value = json.loads(opening["value"])
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    # 6
    def check_anchors(self):
        if not self.head:
            return
        folders = {}
        for path in sorted(self.bag.files):
            if path.startswith("ledger/anchors/"):
                folder, _, name = path[len("ledger/anchors/"):].partition("/")
                folders.setdefault(folder, set()).add(name)
        stamped = 0
        for folder in sorted(folders):
            stamped += self.check_anchor(folder, folders[folder])
        if not folders:
            self.notes.append("No outside time stamp stands behind this bundle: the times in it are "
                              "those of the school's own clock.")
        self.facts["stamps"] = stamped

    def check_anchor(self, folder, names):
        base = "ledger/anchors/" + folder
        tokens = sorted(name for name in names if re.match(r"token-[1-9][0-9]*\.tsr\Z", name))
        wanted = {"checkpoint", "consistency.json"}
        for token in tokens:
            wanted |= {token, "authority-" + token[6:-4] + ".pem"}
        head = None
        if "checkpoint" in names:
            head = self.read_checkpoint(base + "/checkpoint")
            if head is None:
                return 0
        try:
            if head is None or names != wanted or not tokens:
                raise Malformed
            if folder != str(head["size"]) or not 0 < head["size"] <= self.head["size"]:
                raise Malformed
            proof = canonical(self.text(base + "/consistency.json")[:-1])
            if not isinstance(proof, list) or not all(isinstance(one, str) for one in proof):
                raise Malformed
            proof = [base64_of(one, 32) for one in proof]
        except Malformed:
            self.find("anchor-malformed", base)
            return 0
        if not consistent(head["size"], self.head["size"], proof, head["root"], self.head["root"]):
            self.find("anchor-inconsistent", base)
        return sum(self.check_token(base, token, head["size"]) for token in tokens)

    def check_token(self, base, token, size):
        openssl = shutil.which("openssl")
        if not openssl:
            self.notes.append("The time stamp %s/%s was not checked: there is no openssl here."
                              % (base, token))
            return 0
        with tempfile.TemporaryDirectory() as folder:
            def put(name):
                full = os.path.join(folder, os.path.basename(name))
                with open(full, "wb") as file:
                    file.write(self.held.get(base + "/" + name, b""))
                return full
            answer, data = put(token), put("checkpoint")
            authority = put("authority-" + token[6:-4] + ".pem")
            words = run([openssl, "ts", "-reply", "-in", answer, "-text"])
            at = re.search(r"^Time stamp: (.*)$", words[1], re.M)
            command = [openssl, "ts", "-verify", "-in", answer, "-data", data, "-CAfile", authority,
                       "-untrusted", authority]
            seconds = at and seconds_of(at.group(1))
            if seconds:
                command += ["-attime", str(seconds)]
            code, said = run(command)
            if words[0] or code or "Verification: OK" not in said:
                self.find("token-invalid", base + "/" + token)
                return 0
            self.notes.append("The entries below number %d were there by %s, by the word of the time "
                              "stamping authority." % (size, at.group(1) if at else "its time"))
            return 1

    # 7
    def check_content(self):
        items = self.read_json("data/schedule.json", read_items)
        events = self.read_json("data/custody.json", read_events)
        disclosure = self.read_json("data/disclosure.json", read_disclosure)
        if items is not None:
            self.check_items(items)
        mine = self.check_disclosure(disclosure)
        if events is not None and self.entries_read:
            self.check_events(events, mine, disclosure is not None)
        self.facts["items"] = [item for item in items or [] if item["kind"] != "left-out"]
        self.facts["left out"] = [item for item in items or [] if item["kind"] == "left-out"]

    def read_json(self, path, read):
        try:
            text = self.text(path)
            if text is None:
                return None
            return read(canonical(text[:-1]))
        except Malformed:
            self.find("json-malformed", path)
            return None

    def check_items(self, items):
        named = set()
        for item in items:
            if item["kind"] == "left-out":
                continue
            where, path = "item " + item["number"], item["path"]
            if path in named:
                self.find("item-unlisted", path)
            named.add(path)
            listed = self.manifest is None or path in self.manifest
            there = path in self.bag.files
            if not listed or there and (self.hashes[path] != item["sha256"]
                                        or self.sizes.get(path) != item["size"]):
                self.find("item-differs", where)
            if self.entries_read and not self.proof_of(item):
                code = "item-unproven" if item["kind"] == "original" else "redaction-unproven"
                self.find(code, where)
        for path in sorted(self.bag.files):
            if path.startswith(("data/originals/", "data/redacted/")) and path not in named:
                self.find("item-unlisted", path)

    def proof_of(self, item):
        redacted = item["kind"] == "redacted"
        for row in self.entries:
            opened = row["opened"] or {}
            if (row["said"]["action"] == ("evidence-redacted" if redacted else "evidence-received")
                    and row["said"]["object"] == "evidence:" + item["evidence"]
                    and opened.get("sha256") == item["sha256"]
                    and (not redacted or opened.get("original") == item["original"])):
                return True
        return False

    def check_disclosure(self, disclosure):
        """The entries that are this disclosure's own."""
        if disclosure is None or not self.entries_read:
            return []
        mine = [row for row in self.entries if row["said"]["action"] == "case-disclosed"
                and (row["opened"] or {}).get("disclosure") == disclosure["id"]]
        manifest = self.hashes.get("manifest-sha256.txt")
        if "manifest-sha256.txt" in self.bag.files and (
                len(mine) != 1 or mine[0]["opened"].get("manifest") != manifest):
            self.find("disclosure-unproven", "data/disclosure.json")
        self.facts["at"] = mine[0]["said"]["at"] if mine else None
        return mine

    def check_events(self, events, mine, known):
        leaves = {}
        for row in self.entries:
            leaves.setdefault(row["said"]["event"], row)
        listed = set()
        for event in events:
            where = "event " + event["event"]
            row = leaves.get(event["event"])
            if row is None:
                self.find("event-missing", where)
            elif event["event"] in listed or any(
                    event[name] != row["said"][name] for name in ("at", "action", "object")):
                self.find("event-differs", where)
            listed.add(event["event"])
        seen = set()
        for row in self.entries if known else []:
            event = row["said"]["event"]
            if (event not in listed or event in seen) and not any(row is one for one in mine):
                self.find("event-unlisted", "entry %d" % row["entry"])
            seen.add(event)


def split_note(text):
    """What a note says, and its signature lines as (name, id, signature)."""
    cut = text.find("\n\n")
    if cut < 0:
        raise Malformed
    signatures = []
    rows = text[cut + 2:].split("\n")
    if rows.pop() != "" or not rows:
        raise Malformed
    for row in rows:
        found = re.match("\u2014 (\\S+) (\\S+)\\Z", row)
        if not found:
            raise Malformed
        data = base64_of(found.group(2))
        if len(data) < 5:
            raise Malformed
        signatures.append((found.group(1), data[:4], data[4:]))
    return text[:cut + 1], signatures


def signed_by(said, signatures, key):
    own = [s[2] for s in signatures if s[0] == key["name"] and s[1] == key["id"]]
    return bool(own) and all(signed_with(key["key"], said.encode("utf-8"), s) for s in own)


def need(holds):
    if not holds:
        raise Malformed


def read_entry(row):
    need(isinstance(row, dict) and sorted(row) == ["entry", "leaf", "opening", "proof"])
    need(type(row["entry"]) is int and isinstance(row["leaf"], str))
    need(isinstance(row["proof"], list) and all(isinstance(one, str) for one in row["proof"]))
    row["proof"] = [base64_of(one, 32) for one in row["proof"]]
    opening = row["opening"]
    if opening is not None:
        need(isinstance(opening, dict) and sorted(opening) == ["salt", "value"])
        need(isinstance(opening["salt"], str) and HEX64.match(opening["salt"]))
        need(isinstance(opening["value"], str))
    return row


def read_leaf(text):
    try:
        leaf = canonical(text)
        need(isinstance(leaf, dict) and sorted(leaf) == LEAF)
        need(type(leaf["v"]) is int and leaf["v"] == 1)
        for name in LEAF[:-1]:
            need(isinstance(leaf[name], str) or leaf[name] is None and name in NULLABLE)
        need(TIME.match(leaf["at"]) and UUID.match(leaf["event"]) and UUID.match(leaf["school"]))
        need(all(leaf[n] is None or HEX64.match(leaf[n]) for n in ("commitment", "prev")))
        return leaf
    except Malformed:
        return None


def texts(row, *names):
    need(isinstance(row, dict) and all(isinstance(row.get(name), str) for name in names))


def read_items(said):
    need(isinstance(said, dict) and said.get("format") == 1 and isinstance(said.get("items"), list))
    for item in said["items"]:
        texts(item, "number", "kind", "evidence")
        need(item["kind"] in ("original", "redacted", "left-out") and UUID.match(item["evidence"]))
        if item["kind"] == "left-out":
            need(all(name in item and item[name] is None for name in ("path", "sha256", "size")))
            texts(item, "reason")
            continue
        texts(item, "path", "sha256")
        need(HEX64.match(item["sha256"]) and type(item.get("size")) is int)
        if item["kind"] == "redacted":
            texts(item, "original")
            need(HEX64.match(item["original"]))
    return said["items"]


def read_events(said):
    need(isinstance(said, dict) and said.get("format") == 1 and isinstance(said.get("events"), list))
    for event in said["events"]:
        texts(event, "event", "at", "action", "object")
        need(UUID.match(event["event"]))
    return said["events"]


def read_disclosure(said):
    need(isinstance(said, dict) and said.get("format") == 1)
    texts(said, "id")
    need(UUID.match(said["id"]))
    return said


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def seconds_of(words):
    """'Nov 21 10:00:00 2026 GMT' as seconds; None when it says something else."""
    import calendar
    import time
    try:
        return calendar.timegm(time.strptime(re.sub(r"\.\d+", "", words), "%b %d %H:%M:%S %Y GMT"))
    except ValueError:
        return None


WORDS = {
    "zip-damaged": "The file is not a whole ZIP", "zip-unsafe": "A name in the ZIP that may not be there",
    "layout": "Not one folder with everything in it", "file-missing": "Missing",
    "manifest-malformed": "The list of files is damaged", "file-changed": "Changed since it was given",
    "file-added": "Added since it was given", "bagit-malformed": "Damaged", "info-malformed": "Damaged",
    "key-malformed": "The key is damaged", "key-unlinked": "The change of key is not signed by both keys",
    "key-untrusted": "It is not signed with the key you named",
    "checkpoint-malformed": "The signed head is damaged",
    "checkpoint-unsigned": "The head is not signed with the school's key",
    "entries-malformed": "The ledger's entries are damaged", "entry-disordered": "Repeated or out of order",
    "entry-malformed": "The entry is damaged", "entry-unproven": "The entry is not in the signed ledger",
    "opening-mismatch": "The words with the entry are not those it was written for",
    "anchor-malformed": "The time-stamped head is damaged or incomplete",
    "anchor-inconsistent": "The time-stamped head is of another ledger",
    "token-invalid": "The time stamp is not valid", "json-malformed": "Damaged",
    "item-differs": "The file is not the one in the schedule", "item-unlisted": "Not in the schedule",
    "item-unproven": "The ledger has no receipt of this file",
    "redaction-unproven": "The ledger does not say that this copy was made of that original",
    "event-missing": "The custody record names an event that the ledger's entries lack",
    "event-differs": "The custody record and the ledger differ",
    "event-unlisted": "The ledger has an event that the custody record lacks",
    "disclosure-unproven": "The ledger has no entry of just this disclosure",
}


def report(path, check):
    if check.findings:
        print("NOT AS GIVEN. %d found in %s:" % (len(check.findings), path))
        for code, where in check.findings:
            print("  %s: %s [%s]" % (where or path, WORDS[code], code))
    else:
        print("AS GIVEN. Nothing was found in %s." % path)
        print("Proven: each original is what the school received, and everything in data/ is what the")
        print("school gave on %s, unchanged since." % check.facts.get("at"))
    for item in check.facts.get("items", []):
        print("  item %s  %s  %s" % (item["number"], item["sha256"], item["path"]))
    for item in check.facts.get("left out", []):
        print("  item %s  left out: %s" % (item["number"], item["reason"]))
    for note in check.notes:
        print("Note: " + note)
    if check.facts.get("fingerprint"):
        print("Key fingerprint %s" % check.facts["fingerprint"])
        if not check.trusted:
            print("Ask the school for its fingerprint by telephone and compare.")
    print("Not proven: that a post is genuine or who made it; that nothing was left out.")


def main():
    parser = argparse.ArgumentParser(description="Checks a Daybook evidence bundle.")
    parser.add_argument("bundle")
    parser.add_argument("--key", help="the key you trust: its line, or its fingerprint")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if not os.path.exists(chosen.bundle):
        print("There is no file %s" % chosen.bundle, file=sys.stderr)
        return 2
    if sys.version_info < (3, 9):
        print("This needs Python 3.9 or later", file=sys.stderr)
        return 2
    try:
        bag = Folder(chosen.bundle) if os.path.isdir(chosen.bundle) else Archive(chosen.bundle)
        check = Check(bag, chosen.key)
    except Stop as stop:
        check = argparse.Namespace(findings=[stop.args], notes=[], facts={}, trusted=chosen.key)
    if chosen.json:
        found = [{"code": code, "where": where} for code, where in check.findings]
        print(json.dumps({"findings": found, "notes": check.notes}))
    else:
        report(chosen.bundle, check)
    return 1 if check.findings else 0


if __name__ == "__main__":
    sys.exit(main())
