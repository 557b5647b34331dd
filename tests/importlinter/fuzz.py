"""The differential fuzzer: random code bases and contracts, import-linter beside buttress.

    fuzz.py BINARY [--cases N] [--seed S] [--corpus FOLDER] [--keep FOLDER] [--seconds S] [--migrate]

A case is one code base with a handful of contracts, made from its seed alone; with `--corpus`, the
code bases are real packages. The files of a case that differs are kept, and its seed is printed:
`--seed S --cases 1` repeats it. With `--migrate`, the two sides are a configuration of import-linter's
and the native one that `buttress migrate` makes of it. Ends with status 1 if anything differs.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time

import case
import contracts
import corpus
import migrations
import mistakes
import projects
import theirs


def main():
    arguments = _arguments()
    tally = case.Tally()
    compare = real if arguments.corpus else generated
    os.makedirs(arguments.keep, exist_ok=True)
    start = time.monotonic()
    for seed in range(arguments.seed, arguments.seed + arguments.cases):
        if arguments.seconds and time.monotonic() - start > arguments.seconds:
            print(f"stopped after {arguments.seconds} s")
            break
        folder = os.path.join(arguments.keep, str(seed))
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        found = compare(arguments, seed, folder, tally)
        tally.cases += 1
        for difference in found:
            tally.differences[seed] += 1
            print(f"seed {seed}: {difference} [{folder}]", flush=True)
        if not found:
            shutil.rmtree(folder)
    if not os.listdir(arguments.keep):
        os.rmdir(arguments.keep)
    print(tally)
    return 1 if tally.differences else 0


def generated(arguments, seed, folder, tally):
    """Compares one generated code base; gives the differences."""
    rng = random.Random(seed)
    project = projects.generate(rng, oddities=arguments.dialect != "native")
    case.write(folder, project.files)
    options = project.roots, project.external, project.without_type_checking
    where = folder, project.folders
    with theirs.inside(*where):
        graph, _ = theirs.build(*options)
        if graph is None:
            names = sorted(name for name, _, _ in project.modules)
            world = contracts.World(project.roots, names, [], [], project.external)
        else:
            world = contracts.World.of(graph, project.roots, project.external)
        may_be_spoilt = arguments.dialect != "native" and not arguments.migrate
        if may_be_spoilt and rng.random() < arguments.faults / 3:
            return spoilt(arguments, rng, where, world, project, tally)
        return compared(arguments, rng, where, world, options, graph, tally)


def spoilt(arguments, rng, where, world, project, tally):
    """Compares a case with a mistake that import-linter has to stop at."""
    folder, _ = where
    chosen = [contracts.generate(rng, world, "c0"), contracts.generate(rng, world, "c1")]
    session = case.session_options(
        project.roots, project.external, project.without_type_checking
    )
    named, _ = case.write_config(rng, arguments.dialect, where, session, chosen)
    name = named or next(n for n in case.CONFIG_NAMES if os.path.exists(os.path.join(folder, n)))
    mistake = mistakes.spoil(rng, folder, project, name, name.endswith(".toml"))
    tools = arguments.binary, arguments.dialect
    found = case.judge(tools, where, (named, named), chosen, None, tally)
    return [f"{mistake}: {text}" for text in found]


def real(arguments, seed, folder, tally):
    """Compares contracts over a real package; gives the differences."""
    rng = random.Random(seed)
    package = corpus.choose(rng, arguments.corpus, arguments.packages.split(","))
    where = folder, []
    package.link(folder)
    with theirs.inside(*where):
        graph, world = package.graph()
        small = corpus.part(rng, world)
        options = package.roots, package.external, package.without_type_checking
        return compared(arguments, rng, where, small, options, graph, tally)


def compared(arguments, rng, where, world, options, graph, tally):
    """Makes contracts and a configuration, and compares."""
    is_native = arguments.dialect == "native"
    types = [kind for kind in contracts.TYPES if kind in arguments.types]
    # What cannot be judged is not migrated.
    faults = 0.0 if is_native or arguments.migrate else arguments.faults
    chosen = [
        contracts.generate(rng, world, f"c{n}", types, faults) for n in range(arguments.contracts)
    ]
    if arguments.corpus:
        chosen = [contract for contract in chosen if corpus.is_bearable(graph, contract)]
    if is_native:
        chosen = [case.plain(contract) for contract in chosen]
    elif rng.random() < 0.15:
        contracts.give_odd_ids(rng, chosen)
    session = case.session_options(*options)
    config = case.write_config(rng, arguments.dialect, where, session, chosen)
    if arguments.migrate:
        return migrations.compared(arguments.binary, where, config[1], tally)
    tools = arguments.binary, arguments.dialect
    return case.judge(tools, where, config, chosen, graph, tally)


def _arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("BUTTRESS_TEST_SEED", 1)))
    parser.add_argument("--contracts", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--dialect", choices=["native", "import-linter"], default="import-linter")
    parser.add_argument("--faults", type=float, default=0.15)
    parser.add_argument("--migrate", action="store_true")
    parser.add_argument("--corpus")
    parser.add_argument("--packages", default=",".join(corpus.PACKAGES))
    parser.add_argument("--types", default=",".join(contracts.MAKERS))
    parser.add_argument("--keep", type=os.path.abspath, default=None)
    arguments = parser.parse_args()
    if arguments.keep is None:
        arguments.keep = tempfile.mkdtemp(prefix="buttress-fuzz-")
    if "BUTTRESS_FUZZ_CASES" in os.environ:
        arguments.cases, arguments.seconds = int(os.environ["BUTTRESS_FUZZ_CASES"]), 0
    return arguments


if __name__ == "__main__":
    sys.exit(main())
