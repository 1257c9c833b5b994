"""`make bench`: runs every benchmark beside this file; the last line each prints is its summary."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    summaries = []
    failed = 0
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        print(f"— {path.stem}", flush=True)
        done = subprocess.run([sys.executable, path], stdout=subprocess.PIPE, text=True)
        print(done.stdout, flush=True)
        lines = done.stdout.strip().splitlines()
        failed += done.returncode != 0
        outcome = lines[-1] if done.returncode == 0 and lines else "did not finish"
        summaries.append(f"{path.stem:12}  {outcome}")
    print("\n".join(summaries))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
