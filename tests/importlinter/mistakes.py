"""Mistakes that spoil a whole run: in the code, in the roots, in the text of a configuration."""

import os


def spoil(rng, folder, project, config, is_toml):
    """Makes one mistake in a case that is ready; says what it was."""
    text = _read(folder, config)
    kinds = [_no_python, _undecodable, _missing_root, _module_as_root, _no_contracts]
    kinds += [_broken_toml] if is_toml else [_section_twice, _option_twice, _no_section, _no_key]
    made = rng.choice(kinds)
    made(rng, folder, project, config, text)
    return made.__name__.strip("_")


def _read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read()


def _write(folder, name, content):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def _no_python(rng, folder, project, _config, _text):
    _write(folder, rng.choice(project.modules)[1], "import p\ndef (:\n")


def _undecodable(rng, folder, project, _config, _text):
    _write(folder, rng.choice(project.modules)[1], b"import p\n# \xff\n")


def _missing_root(_rng, folder, project, config, text):
    root = project.roots[0]
    spoilt = text.replace(f'["{root}"', f'["nowhere", "{root}"').replace(f"\n    {root}", "\n    nowhere")
    _write(folder, config, spoilt)


def _module_as_root(rng, folder, project, config, text):
    _write(folder, "single.py", "")
    spoilt = text.replace(f'["{project.roots[0]}"', '["single"')
    _write(folder, config, spoilt)


def _no_contracts(_rng, folder, _project, config, text):
    for mark in ("[importlinter:", "[[tool.importlinter.contracts"):
        text = text.partition(mark)[0]
    _write(folder, config, text)


def _broken_toml(rng, folder, _project, config, text):
    ends = ['x = "\n', "[tool.importlinter\n", "root_packages = []\nroot_packages = []\n", "a b\n"]
    _write(folder, config, text + rng.choice(ends))


def _section_twice(_rng, folder, _project, config, text):
    _write(folder, config, text + "\n[importlinter]\nx = 1\n")


def _option_twice(rng, folder, _project, config, text):
    _write(folder, config, text + rng.choice(["name = a\nNAME = b\n", "z: 1\nz = 2\n"]))


def _no_section(_rng, folder, _project, config, text):
    _write(folder, config, "root_package = p\n" + text)


def _no_key(rng, folder, _project, config, text):
    _write(folder, config, text + rng.choice(["= 1\n", "no delimiter\n", "name = 100%\n", "name = %(x)s\n"]))
