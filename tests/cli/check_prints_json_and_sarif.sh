#!/usr/bin/env bash
# check --json, --sarif: the same findings, for machines.
. "$(dirname "$0")/common.sh"
printf '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObjcet",\n"Resource":"*"}]}' >p.json
exits 3 scopedown check p.json --json
for text in '"file": "p.json"' '"rule": "unknown_action"' '"severity": "error"' '"line": 1' '"column": 65' '"packed_interval"'; do
  stdout_has "$text"
done
exits 3 scopedown check p.json --sarif
for text in '"version": "2.1.0"' '"ruleId": "unknown_action"' '"level": "error"' '"startColumn": 65' '"uri": "p.json"' \
  '"name": "scopedown"'; do
  stdout_has "$text"
done
printf '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}' >p.json
exits 0 scopedown check p.json --json
stdout_has '"findings": []'
