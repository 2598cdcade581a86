"""Run the whole suite on SQLite, then on PostgreSQL, and say in two lines how it went.

python -m tests [--only sqlite|postgresql] [what pytest takes]
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from tests.databases import postgresql, sqlite

ROOT = Path(__file__).resolve().parent.parent
DATABASES = {"SQLite": sqlite, "PostgreSQL": postgresql}


def wait_for(process):
    """The exit status of a pytest run; on Ctrl-C or a stop signal, once it has put its own things away."""
    try:
        return process.wait()
    except BaseException:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        raise


def outcome(report, status):
    """One line on a finished run, from pytest's JUnit report: `312 passed, 0 failed, 4 skipped`."""
    if not report.exists():
        return f"did not finish (pytest ended with status {status})"
    suite = ElementTree.parse(report).getroot().find("testsuite")
    count = {name: int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    return f"{max(count['tests'] - failed - count['skipped'], 0)} passed, {failed} failed, {count['skipped']} skipped"


def run_on(name, arguments):
    """Run pytest on the named database in a process of its own; give its exit status and its line of the summary."""
    with tempfile.TemporaryDirectory(prefix="nightout-tests-") as scratch, DATABASES[name]() as environment:
        report = Path(scratch) / "report.xml"
        print(f"\nNightOut's tests on {name}\n", flush=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments],
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": f"{scratch}/data"} | environment,
        )
        status = wait_for(process)
        return status, f"{name}: {outcome(report, status)}"


def main():
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--only", choices=[name.lower() for name in DATABASES])
    options, arguments = parser.parse_known_args()
    if not any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments):
        arguments = ["-n", "2", *arguments]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        results = [run_on(name, arguments) for name in DATABASES if options.only in (None, name.lower())]
    except KeyboardInterrupt:
        sys.exit("\nStopped. The test databases are removed.")
    print()
    for _, line in results:
        print(line)
    sys.exit(max(status for status, _ in results))


if __name__ == "__main__":
    main()
