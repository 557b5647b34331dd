"""Builds the result objects of import-linter's contracts from our JSON."""

from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.protected import BrokenContractMetadata
from importlinter.domain.contract import ContractCheck


def check(kind, contract, graph, found):
    """The `ContractCheck` that says what buttress said about this contract."""
    warnings = [
        f"No matches for ignored import {f['import']}." if "import" in f else f["message"]
        for f in found["findings"]
        if f["code"] == "unmatched-ignore"
    ]
    return ContractCheck(
        kept=found["status"] == "kept",
        warnings=[_warning(text) for text in warnings],
        ignored_import_count=found["ignored_imports"],
        metadata=MAKERS[kind](contract, graph, found),
    )


def _warning(message):
    """Our wording names the import in backticks; theirs is a sentence."""
    parts = message.split("`")
    return f"No matches for ignored import {parts[1]}." if len(parts) > 2 else message


def _link(graph, link):
    importer, imported = link["importer"], link["imported"]
    lines = tuple(sorted({site["line"] for site in link["sites"]}))
    known = graph.get_import_details(importer=importer, imported=imported)
    # The file has a line for every import, a graph made by hand may have none.
    return {"importer": importer, "imported": imported, "line_numbers": lines if known else (None,)}


def _links(graph, links):
    return [_link(graph, link) for link in links]


def _routes(graph, violation):
    return [
        {
            "chain": _links(graph, chain["imports"]),
            "extra_firsts": _links(graph, chain["extra_first"]),
            "extra_lasts": _links(graph, chain["extra_last"]),
        }
        for chain in violation["chains"]
    ]


def _layers(_contract, graph, found):
    return {
        "invalid_dependencies": [
            {"importer": v["importer"], "imported": v["imported"], "routes": _routes(graph, v)}
            for v in found["violations"]
        ],
        "undeclared_modules": {
            f["module"] for f in found["findings"] if f["code"] == "undeclared-layer"
        },
    }


def _independence(_contract, graph, found):
    return {
        "invalid_chains": [
            {
                "downstream_module": v["importer"],
                "upstream_module": v["imported"],
                "chains": _routes(graph, v),
            }
            for v in found["violations"]
        ]
    }


def _forbidden(_contract, graph, found):
    invalid = [
        {
            "downstream_module": v["importer"],
            "upstream_module": v["imported"],
            "chains": sorted(
                (_links(graph, chain["imports"]) for chain in v["chains"]),
                key=lambda links: [(link["importer"], link["imported"]) for link in links],
            ),
        }
        for v in found["violations"]
    ]
    return {
        "invalid_chains": sorted(
            invalid, key=lambda data: (data["upstream_module"], data["downstream_module"])
        )
    }


def _protected(contract, graph, found):
    """Groups the imports by protected expression and package, as import-linter shows them."""
    links = {
        (link["importer"], link["imported"]): _link(graph, link)
        for v in found["violations"]
        for chain in v["chains"]
        for link in chain["imports"]
    }
    groups = []
    for expression in contract.protected_modules:
        for name in sorted(_matches(graph, expression)):
            inside = {name}
            if contract.as_packages and not graph.is_module_squashed(name):
                inside |= graph.find_descendants(name)
            illegal = [
                links[pair]
                for pair in sorted(links, key=lambda pair: pair[::-1])
                if pair[1] in inside and pair[0] not in inside
            ]
            wild = expression.expression if expression.has_wildcard_expression() else None
            if illegal:
                groups.append(BrokenContractMetadata(name, illegal, wild))
    return {"illegal_imports": groups}


def _matches(graph, expression):
    if expression.has_wildcard_expression():
        return graph.find_matching_modules(expression.expression)
    return {expression.expression}


def _acyclic_siblings(contract, _graph, found):
    breakers = {
        v["package"]: {
            (link["importer"], link["imported"]) for b in v["breakers"] for link in b["imports"]
        }
        for v in found["violations"]
    }
    summaries = AcyclicSiblingsContract._build_summaries(contract, breakers)
    return {"cycle_breakers_by_package": breakers, "summaries": summaries}


MAKERS = {
    "layers": _layers,
    "forbidden": _forbidden,
    "independence": _independence,
    "protected": _protected,
    "acyclic_siblings": _acyclic_siblings,
}
