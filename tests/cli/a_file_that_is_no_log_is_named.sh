#!/usr/bin/env bash
# A file that is no CloudTrail log is named, and the run fails; the logs beside it are used.
. "$(dirname "$0")/common.sh"
mkdir log
one_tenant >log/good.jsonl
echo '{"name":"left-pad","version":"1.3.0"}' >log/package.json

exits 1 scopedown generate log --namespace payments
stderr_has log/package.json
stdout_has shop-payments/rates.json

exits 1 scopedown generate log/package.json
stderr_has log/package.json
stdout_is_empty
