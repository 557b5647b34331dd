"""Builds all distributions; a script, so a module of its own."""
import subprocess

from acme.web.app import create


def main() -> None:
    create()
    subprocess.run(["uv", "build", "--all-packages"], check=True)


if __name__ == "__main__":
    main()
