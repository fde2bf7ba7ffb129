#!/usr/bin/env bash
# run.sh SCOPEDOWN: session_policy_test.py, by the Python that setup.sh --checks made.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=$here/../../build/checks/bin/python
[[ -x $python ]] || python=$(command -v python3) || { echo 'skipped: python3 is not installed'; exit 0; }
exec "$python" "$here/session_policy_test.py" "$1" "$here/../../../shared/reference/schemas/iam/session-policy.schema.json"
