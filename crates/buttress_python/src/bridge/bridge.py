"""Checks import-linter contracts whose types are classes of the project, for buttress.

Started by buttress with `python -c`. The first line on stdin is the request, one JSON document; the
answers go to stdout, one JSON document a line: first whether import-linter and grimp are there, then
one for each contract. buttress keeps stdin open while it waits: when it closes, nobody waits any
more, and the process ends at once.
"""

import contextlib
import copy
import io
import json
import os
import sys
import threading
import traceback


def take_over_streams():
    """Keep stdin and stdout for buttress; the project's code gets an empty stdin and stderr."""
    requests = os.dup(0)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogateescape")
    with open(os.devnull, "rb") as empty:
        os.dup2(empty.fileno(), 0)
    os.dup2(2, 1)
    return requests, answers


def read_request(requests):
    chunks = []
    while True:
        chunk = os.read(requests, 1 << 20)
        if not chunk:
            os._exit(3)
        chunks.append(chunk)
        if chunk.endswith(b"\n"):
            return json.loads(b"".join(chunks).decode("utf-8"))


def end_with(requests):
    """End this process when stdin closes."""
    try:
        while os.read(requests, 1):
            pass
    except OSError:
        pass
    os._exit(3)


def plain_terminal():
    """No colours and no line breaks but those that a contract writes."""
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        os.environ.pop(name, None)
    os.environ.update(NO_COLOR="1", TERM="dumb", COLUMNS="1000")


def missing_packages():
    missing = []
    for name in ("importlinter", "grimp"):
        try:
            __import__(name)
        except ImportError:
            missing.append(name)
    return missing


def build_graph(request):
    import grimp

    graph = grimp.ImportGraph()
    for module, is_squashed in request["modules"]:
        graph.add_module(module, is_squashed=is_squashed)
    for importer, imported, line, text, is_lazy in request["imports"]:
        details = dict(importer=importer, imported=imported, line_number=line, line_contents=text)
        try:
            graph.add_import(**details, is_lazy=is_lazy)
        except TypeError:  # Before grimp 3.15.
            graph.add_import(**details)
    return graph


def find_class(path):
    from importlinter import Contract

    module_name, _, class_name = path.rpartition(".")
    if not module_name:
        raise ImportError(f"`{path}` is not the dotted path of a class")
    module = __import__(module_name, fromlist=[class_name])
    found = getattr(module, class_name)
    if not isinstance(found, type) or not issubclass(found, Contract):
        raise TypeError(f"`{path}` is not a subclass of import-linter's `Contract`")
    return found


def judge(contract, graph, session_options):
    from importlinter.domain.contract import InvalidContractOptions

    try:
        contract_class = find_class(contract["class"])
    except Exception as error:
        return failure("load", error)
    try:
        instance = contract_class(
            name=contract["name"],
            session_options=session_options,
            contract_options=dict(contract["options"]),
        )
    except InvalidContractOptions as error:
        return {"invalid": {str(key): str(text) for key, text in error.errors.items()}}
    except Exception as error:
        return failure("create", error)
    try:
        check = instance.check(graph, verbose=False)
        kept = bool(check.kept)
        answer = {
            "kept": kept,
            "warnings": [str(warning) for warning in check.warnings],
            "ignored_import_count": int(check.ignored_import_count),
        }
    except Exception as error:
        return failure("check", error)
    if not kept:
        try:
            answer["text"] = rendered(instance, check)
        except Exception as error:
            return failure("render", error)
    return answer


def rendered(instance, check):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        instance.render_broken_contract(check)
    return text.getvalue()


def failure(stage, error):
    message = " ".join(traceback.format_exception_only(type(error), error)).strip()
    # The first frame that matters is the project's: the last one that is not in this script.
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != "<string>"]
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None
    return {"failed": stage, "error": message, "place": place}


def main():
    requests, answers = take_over_streams()

    def reply(answer):
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    plain_terminal()
    request = read_request(requests)
    threading.Thread(target=end_with, args=(requests,), daemon=True).start()
    sys.argv = ["lint-imports"]
    # Python has put an empty entry there, for the working directory.
    sys.path[0:1] = [os.getcwd()]
    missing = missing_packages()
    reply({"missing": missing})
    if not missing:
        with contextlib.suppress(Exception):
            from importlinter.configuration import configure

            configure()
        graph = build_graph(request)
        session_options = dict(request["session_options"])
        for contract in request["contracts"]:
            try:
                answer = judge(contract, copy.deepcopy(graph), session_options)
            except SystemExit as error:
                answer = failure("check", error)
            reply(answer)
    sys.stderr.flush()
    os._exit(0)


main()
