#!/usr/bin/env bash
# `catalogue expand`: the actions that a wildcard reaches, by level, with what makes one dangerous.
. "$(dirname "$0")/common.sh"

exits 0 scopedown catalogue expand 'sqs:*Message'
for word in 'Read' 'sqs:ReceiveMessage' 'sensitive: ' 'Write' 'sqs:SendMessage' 'queue'; do
  stdout_has "$word"
done
stdout_has 'reaches 3 actions: Read 1, Write 2; 1 sensitive'
stdout_lacks 'sqs:ListQueues'

exits 0 scopedown catalogue expand 'sqs:*Message' --json
stdout_has '"count": 3'
exits 3 scopedown catalogue expand 'sqs:Beam*'
stdout_has 'reaches 0 actions'
exits 1 scopedown catalogue expand 'sqz:*'
stdout_is_empty
stderr_has 'nearest: sqs'
