#!/usr/bin/env python3
"""Lists the operations of the corpus that may come in pages, by signs weaker than the generator's, and without its code.

For each document of ../shared/corpus (or those named as arguments): operations that answer a list, and take or answer anything
that is called as pages are. Operations with the same names stand in one group, to be judged together; what is judged to come in pages is in
tests/expect/pages/corpus.txt. Needs PyYAML.
"""
import collections
import json
import os
import pathlib
import re
import sys
import urllib.parse

import yaml

CORPUS = pathlib.Path(__file__).resolve().parents[2] / "shared" / "corpus"
TAKEN = re.compile(r"page|cursor|offset|skip|after|before|marker|token|contin|start|scroll|bookmark|limit|size|count|top$", re.I)
ANSWERED = re.compile(r"next|prev|cursor|more|total|pag|link|offset|after|marker|token|contin|last_id|first_id|bookmark|scroll", re.I)
LOADER = yaml.CSafeLoader
for kind in ("timestamp", "value"):
    LOADER.add_constructor("tag:yaml.org,2002:" + kind, lambda loader, node: node.value)
TEXTS = {}


def load(path):
    if path not in TEXTS:
        text = open(path, encoding="utf-8").read()
        TEXTS[path] = json.loads(text) if path.endswith(".json") else yaml.load(text, LOADER)
    return TEXTS[path]


def follow(node, path):
    for _ in range(30):
        if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
            break
        file, _, pointer = node["$ref"].partition("#")
        if file:
            path = os.path.normpath(os.path.join(os.path.dirname(path), file))
        try:
            node = load(path)
            for token in pointer.split("/")[1:]:
                token = urllib.parse.unquote(token).replace("~1", "/").replace("~0", "~")
                node = node[int(token)] if isinstance(node, list) else node[token]
        except (OSError, KeyError, IndexError, ValueError, TypeError):
            return None, path
    return node, path


def properties(node, path, depth=0):
    node, path = follow(node, path)
    if not isinstance(node, dict) or depth > 8:
        return
    for name, schema in (node.get("properties") or {}).items():
        yield name, schema, path
    for word in ("allOf", "anyOf", "oneOf"):
        for arm in (node.get(word) or [])[:6]:
            yield from properties(arm, path, depth + 1)


def kind(node, path, depth=0):
    node, path = follow(node, path)
    if not isinstance(node, dict):
        return "?"
    found = node.get("type")
    if isinstance(found, list):
        found = next((own for own in found if own != "null"), "null")
    if found:
        return found
    if "items" in node:
        return "array"
    if "properties" in node:
        return "object"
    arms = [arm for word in ("allOf", "anyOf", "oneOf") for arm in node.get(word) or []]
    kinds = [kind(arm, path, depth + 1) for arm in arms] if depth < 6 else []
    return next((own for own in kinds if own not in ("?", "null")), "?")


def walk(node, path, base, depth):
    seen = set()
    for name, schema, at in properties(node, path):
        if name not in seen:
            seen.add(name)
            yield base + "/" + name, kind(schema, at)
            if depth and kind(schema, at) == "object":
                yield from walk(schema, at, base + "/" + name, depth - 1)


def bodies(holder):
    if "schema" in holder:
        return holder["schema"]
    contents = (holder.get("content") or {}).items()
    return next((content.get("schema") for media_type, content in contents if "json" in media_type or media_type == "*/*"), None)


def operations(document, path):
    for url, item in (document.get("paths") or {}).items():
        item, at = follow(item, path)
        for method, own in (item or {}).items():
            if method in ("get", "post", "query") and isinstance(own, dict):
                yield method.upper(), url, item, own, at


def signs(item, own, at):
    taken, answered, lists = [], [], []
    for param in (item.get("parameters") or []) + (own.get("parameters") or []):
        param, where = follow(param, at)
        if isinstance(param, dict) and param.get("in") == "query":
            taken.append(param["name"])
        elif isinstance(param, dict) and param.get("in") == "body":
            taken += [name for name, _ in walk(param.get("schema"), where, "", 1)]
    body, where = follow(own.get("requestBody") or {}, at)
    taken += [name for name, _ in walk(bodies(body or {}), where, "", 1)]
    success = next((own["responses"][status] for status in own.get("responses") or {} if str(status).startswith("2")), {})
    response, where = follow(success, at)
    answered += list((response or {}).get("headers") or {})
    schema = bodies(response or {})
    if kind(schema, where) == "array":
        lists.append("")
    for name, found in walk(schema, where, "", 3):
        (lists if found == "array" else answered).append(name)
    return [name for name in taken if TAKEN.search(name)], [name for name in answered if ANSWERED.search(name)], lists


def main():
    for row in (CORPUS / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, file = row.split("\t")[:2]
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        path = str(CORPUS / file)
        groups = collections.OrderedDict()
        for method, url, item, own, at in operations(load(path), path):
            taken, answered, lists = signs(item, own, at)
            if lists and (taken or answered):
                group = (method, " ".join(taken), " ".join(answered[:12]), " ".join(lists[:4]))
                groups.setdefault(group, []).append(url)
        print("#", name, sum(map(len, groups.values())))
        for (method, taken, answered, lists), urls in groups.items():
            print(f"{len(urls)} {method} takes [{taken}] answers [{answered}] lists [{lists}]: {' '.join(urls[:4])}")


if __name__ == "__main__":
    main()
