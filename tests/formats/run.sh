#!/usr/bin/env bash
# run.sh CHECK MAKE_FORMATS: one check of formats_test.py, by the Python that setup.sh --checks made.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=$here/../../build/checks/bin/python
[[ -x $python ]] || python=$(command -v python3) || { echo 'skipped: python3 is not installed'; exit 0; }
exec "$python" "$here/formats_test.py" "$@"
