"""Queries meant to hurt a server, each by what it tries, and what is answered to each."""

from collections.abc import Mapping
from typing import Final

# Where a query would find a listener, were the network to be reached.
CANARY: Final = "CANARY"
_ALL: Final = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_MANY: Final = 100_000


def _nested(start: str, opening: str, inner: str, closing: str, end: str, count: int = _MANY) -> str:
    return start + opening * count + inner + closing * count + end


def _doubled(times: int) -> str:
    binds = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(times))
    return f'SELECT (STRLEN(?x{times}) AS ?n) {{ BIND("aaaaaaaaaaaaaaaa" AS ?x0) {binds} }}'


def _values(name: str, count: int) -> str:
    return f"VALUES ?{name} {{ {' '.join(map(str, range(count)))} }}"


# Refused before they are read, or ended at a limit: 400, 413, 503 or, where the limits are not reached, 200.
QUERIES: Final[Mapping[str, tuple[str | bytes, set[int]]]] = {
    "brackets": (_nested("ASK { FILTER(", "(", "1", ")", ") }"), {400}),
    "brackets without end": ("ASK { FILTER(" + "(" * _MANY, {400}),
    "brackets as deep as is let through": (_nested("ASK { FILTER(", "(", "1", ")", ") }", 490), {200}),
    "groups": (_nested("ASK ", "{", "", "}", ""), {400}),
    "nots": ("ASK { FILTER(" + "!" * _MANY + "true) }", {400}),
    "a chain of unions": ("ASK { {}" + " UNION {}" * _MANY + " }", {400}),
    "nested paths": (_nested("ASK { ?s ", "(", "<urn:p>", ")*", " ?o }"), {400}),
    "a sequence of paths": ("ASK { ?s <urn:p>" + "/<urn:p>" * 50_000 + " ?o }", {400}),
    "property lists": (_nested("ASK { ?s <urn:p> ", "[<urn:p> ", "1", "]", " }", 50_000), {400}),
    "nested lists": (_nested("ASK { ?s <urn:p> ", "(", "1", ")", " }"), {400}),
    "optionals in optionals": (_nested("ASK { ", "OPTIONAL{", "", "}", " }", 50_000), {400}),
    "selects in selects": (_nested("SELECT * ", "{SELECT * ", "{}", "}", "", 50_000), {400}),
    "calls in calls": (_nested("ASK { FILTER(", "ABS(", "1", ")", ") }", 50_000), {400}),
    "exists in exists": (_nested("ASK { ", "FILTER EXISTS{", "", "}", " }", 50_000), {400}),
    "nesting behind a less-than": (_nested("ASK { ?x ?y ?z FILTER(?x<?y&&", "(", "1", ")", "&&?z>?x) }"), {400}),
    "nesting behind an escape": (_nested("PREFIX x: <urn:x> ASK { ?s ?p x:\\# .", "{", "", "}", " }"), {400, 503}),
    "a product": (f"SELECT * {{ {_ALL} }}", {413, 503}),
    "a product that is counted": (f"SELECT (COUNT(*) AS ?n) {{ {_ALL} }}", {503}),
    "a product that is sorted": (f"SELECT * {{ {_ALL} }} ORDER BY ?l ?a ?i", {503}),
    "a product without repeats": (f"SELECT DISTINCT ?a ?d ?g {{ {_ALL} }}", {413, 503}),
    "a product in groups": (f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {_ALL} }} GROUP BY ?a ?d ?g", {503}),
    "a product that is built": (f"CONSTRUCT {{ ?a ?e ?i }} {{ {_ALL} }}", {413, 503}),
    "a product with its last row": (f"SELECT * {{ {_ALL} }} OFFSET 999999999999 LIMIT 1", {503}),
    "a product of values": (f"SELECT (COUNT(*) AS ?n) {{ {' '.join(_values(n, 900) for n in 'abcd')} }}", {503}),
    "a path from anywhere to anywhere": ("SELECT * { ?a (!<urn:p>|^!<urn:q>)* ?b }", {413, 503}),
    "paths of paths": ("SELECT (COUNT(*) AS ?n) { ?a ((!<urn:p>)*/(!<urn:q>)*)* ?b . ?b (!<urn:r>)* ?c }", {503}),
    "a description of all": ("DESCRIBE * { ?a ?b ?c . ?d ?e ?f }", {200, 413, 503}),
    "a pattern that goes back": ('SELECT (REGEX("' + "a" * 5000 + '!", "^(a+)+$") AS ?x) {}', {200}),
    "a pattern that grows": ('SELECT (REGEX("a", "((a{100}){100}){100}") AS ?x) {}', {200}),
    "a pattern for each pair": ('ASK { ?a ?b ?c . ?d ?e ?f FILTER REGEX(STR(?c), CONCAT("(x+x+)+", STR(?f), "y")) }',
                                {200, 503}),
    "a replacement that grows": ('SELECT (REPLACE(REPLACE("' + "a" * 9000 + '", "a", "' + "b" * 9000 + '"), "b", "'
                                 + "c" * 9000 + '") AS ?x) {}', {200, 413, 503}),
    "a text doubled many times": (_doubled(60), {503}),
    "all texts in one": (f'SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?x) {{ {_ALL} }}', {503}),
    "a list of many": (f"ASK {{ ?s ?p ?o FILTER(?o IN ({','.join(map(str, range(_MANY))) })) }}", {400}),
    "a list of not quite as many": (f"ASK {{ ?s ?p ?o FILTER(?o IN ({','.join(map(str, range(2000))) })) }}",
                                    {200, 503}),
    "values without end": (f"ASK {{ {_values('x', _MANY)} }}", {400}),
    "sums without end": ("SELECT (" + "1+" * _MANY + "1 AS ?x) {}", {400}),
    "one sum of very many digits": ("SELECT (1" + "0" * 900_000 + "+1 AS ?x) {}", {200, 400}),
    "a limit of very many digits": ("SELECT * { ?s ?p ?o } LIMIT 1" + "0" * 5000, {400}),
    "days beyond the calendar": ('SELECT ("99999999999999999-01-01"^^<http://www.w3.org/2001/XMLSchema#date> + 1 AS ?x)'
                                 "{}", {200}),
    "a very long name": ("SELECT ?" + "x" * 900_000 + " {}", {200}),
    "a very long IRI": ("ASK { <urn:" + "x" * 900_000 + "> ?p ?o }", {400}),
    "NUL": ("ASK { ?s ?p \0 }", {400}),
    "half a character": (b"ASK { ?s ?p '\xc3' }", {400}),
    "half a pair": ("ASK { ?s ?p '\\ud800' }", {400}),
    "no text": ("", {400}),
    "only a comment": ("#" * 900_000, {400}),
    "an update": ("DELETE WHERE { ?s ?p ?o }", {400}),
    "a graph of a file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", {200}),
    "a named graph of a file": ("SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }", {200}),
}  # fmt: skip

# Whatever way the network is asked for, it is refused.
NETWORK: Final[Mapping[str, str]] = {
    "plain": "SELECT * { SERVICE <http://CANARY/> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <http://CANARY/> { ?s ?p ?o } }",
    "over TLS": "SELECT * { SERVICE <https://CANARY/> { ?s ?p ?o } }",
    "in letters of both sizes": "SELECT * { sErViCe <http://CANARY/> { ?s ?p ?o } }",
    "as a variable": "SELECT * { VALUES ?x { <http://CANARY/> } SERVICE ?x { ?s ?p ?o } }",
    "as a prefixed name": "PREFIX a: <http://CANARY/> SELECT * { SERVICE a:b { ?s ?p ?o } }",
    "in an optional": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <http://CANARY/> { ?s ?p ?o } } }",
    "in a union": "SELECT * { {} UNION { SERVICE <http://CANARY/> { ?s ?p ?o } } }",
    "in a minus": "SELECT * { ?s ?p ?o MINUS { SERVICE <http://CANARY/> { ?s ?p ?o } } }",
    "in a graph": "SELECT * { GRAPH ?g { SERVICE <http://CANARY/> { ?s ?p ?o } } }",
    "in a select": "SELECT * { { SELECT * { SERVICE <http://CANARY/> { ?s ?p ?o } } } }",
    "in an exists": "ASK { FILTER NOT EXISTS { SERVICE <http://CANARY/> { ?s ?p ?o } } }",
    "in what is built": "CONSTRUCT WHERE { SERVICE <http://CANARY/> { ?s ?p ?o } }",
    "in what is described": "DESCRIBE ?s { SERVICE <http://CANARY/> { ?s ?p ?o } }",
    "behind a comment": "SELECT * { SERVICE # {\n <http://CANARY/> { ?s ?p ?o } }",
    "behind a string": "SELECT * { VALUES ?x { '#' \"\\\"#\" '''#''' } SERVICE <http://CANARY/> { ?s ?p ?o } }",
    "behind a less-than": "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE<http://CANARY/>{ ?s ?p ?o } }",
    "to be loaded": "LOAD <http://CANARY/>",
    "from a graph over there": "SELECT * FROM <http://CANARY/> { ?s ?p ?o }",
    "from a named graph over there": "SELECT * FROM NAMED <http://CANARY/> { GRAPH ?g { ?s ?p ?o } }",
}

# The parser takes keywords without blanks, and ends names, strings and comments where others do not.
UNSEEN: Final[Mapping[str, str]] = {
    "close to SILENT": "SELECT * { SERVICESILENT<http://CANARY/>{ ?s ?p ?o } }",
    "close to a prefixed name": "PREFIX a: <http://CANARY/> SELECT * { SERVICEa:b{ ?s ?p ?o } }",
    "close to a name without a prefix": "PREFIX : <http://CANARY/> SELECT * { SERVICE:b{ ?s ?p ?o } }",
    "close to a value": "SELECT * { OPTIONAL { VALUES ?s { true}SERVICE?s{ ?s ?p ?o } } }",
    "close to a number": "PREFIX a: <http://CANARY/> SELECT * { OPTIONAL { ?s ?p 1e0SERVICEa:b{ ?s ?p ?o } } }",
    "behind a name with an escape": "PREFIX x: <urn:x> SELECT * { VALUES ?x { x:\\# } SERVICE <http://CANARY/> {}\n}",
    "behind a comment that ended": "SELECT * { {} #\r SERVICE <http://CANARY/> { ?s ?p ?o }\n}",
    "behind an IRI with an escape": "SELECT * { VALUES ?x { <x:\\u0041#> } SERVICE <http://CANARY/> { ?s ?p ?o }\n}",
    "behind an IRI with a blank of its own": "SELECT * { VALUES ?x { <x:\xa0#> } SERVICE <http://CANARY/> { }\n}",
    "within a string that is two": "SELECT * { VALUES ?x { '''a' } SERVICE <http://CANARY/> { ?s ?p ?o }#\\x'''\n}",
    "between less-than and greater-than":
        "SELECT * { {} FILTER(!(1<'a>')) SERVICE <http://CANARY/> { ?s ?p ?o } FILTER(1!='') #'\n}",
    "a string without end": 'ASK { ?s ?p "' + '\\"' * 400_000,
    "long strings without end": 'ASK { ?s ?p ' + '"""\n\\' * 150_000,
}  # fmt: skip
