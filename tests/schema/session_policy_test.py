"""Holds the policy reader against a JSON Schema of IAM session policies that others wrote.

    session_policy_test.py SCOPEDOWN SCHEMA

Random policies, most of them damaged, go to `scopedown simulate --batch` as session policies. What the
reader accepts the schema must accept. (Not the other way round: the reader knows more, such as a Sid
that stands twice.) Prints "skipped" and why where the schema or jsonschema is missing.
SCOPEDOWN_VALUES=100000 tries more.
"""

import json
import os
import pathlib
import random
import subprocess
import sys

VALUES = int(os.environ.get("SCOPEDOWN_VALUES", "20000"))

GOOD = {
    "Version": ["2012-10-17", "2008-10-17"],
    "Sid": ["", "One", "two2"],
    "Effect": ["Allow", "Deny"],
    "action": ["s3:GetObject", "s3:Get*", "*", "iam:?assRole", "kms:Decrypt", "a4b:*"],
    "resource": ["*", "arn:aws:s3:::b/k", "arn:aws:sqs:*:*:q", "arn:aws:s3:::b/${*}",
                 "arn:aws:s3:::b/${aws:PrincipalTag/team}/*", "arn:aws:iam::111122223333:role/r"],
    "operator": ["StringEquals", "ForAnyValue:StringNotLikeIfExists", "Null", "Bool", "IpAddress",
                 "ArnNotLike", "NumericLessThanEquals", "DateGreaterThan", "BinaryEquals"],
    "key": ["aws:SourceIp", "s3:prefix", "aws:PrincipalTag/a b"],
    "value": ["a", "10.0.0.0/8", "true", True, 7, 1.5, "${aws:username}"],
}
BAD = ["", " ", "s3", "s3:", ":Get", "s*:Get", "s3:Get Object", "s3:Get-Object", "s3:Get_Object", "**", "arn:aws:s3:::",
       "arn:aws:s3", "arn::s3:::b", "arn:aws:s*:::b", "arn:aws:s3:$:a:b", "arn:aws::::b", "allow", "2012-10-18",
       "StringEqual", "NullIfExists", "ForAllValues:Null", "NotBool", "Principal", "Id", "NotPrincipal",
       "Statement", None, 3, True, [], {}, [[]], {"AWS": "*"}, "a-b", "é", "\t", "\u20ac"]


def several(draw, what):
    values = [draw.choice(GOOD[what]) for _ in range(draw.randint(1, 3))]
    return values if len(values) > 1 or draw.random() < 0.3 else values[0]


def statement(draw):
    made = {"Effect": draw.choice(GOOD["Effect"]),
            draw.choice(["Action", "Action", "NotAction"]): several(draw, "action"),
            draw.choice(["Resource", "Resource", "NotResource"]): several(draw, "resource")}
    if draw.random() < 0.3:
        made["Sid"] = draw.choice(GOOD["Sid"])
    if draw.random() < 0.5:
        made["Condition"] = {draw.choice(GOOD["operator"]): {draw.choice(GOOD["key"]): several(draw, "value")}}
    return made


def policy(draw):
    statements = [statement(draw) for _ in range(draw.randint(1, 2))]
    made = {"Statement": statements if len(statements) > 1 or draw.random() < 0.3 else statements[0]}
    if draw.random() < 0.8:
        made["Version"] = draw.choice(GOOD["Version"])
    return made


def places(value):
    """Each container of the document with a key or index in it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        yield value, key
        yield from places(inner)


def damage(draw, document):
    holder, key = draw.choice(list(places(document)))
    kind = draw.randint(0, 3)
    if kind == 0:
        del holder[key]
    elif kind == 1:
        holder[key] = draw.choice(BAD)
    elif kind == 2 and isinstance(holder, dict):
        value = holder.pop(key)
        holder[str(draw.choice(BAD))] = value
    elif isinstance(holder, dict):
        holder[draw.choice(["Action", "NotAction", "Resource", "NotResource", "Id", "Principal", "Extra", "Sid"])] = \
            draw.choice(BAD + GOOD["action"])
    else:
        holder.append(draw.choice(BAD))


def main():
    scopedown, schema_path = sys.argv[1:]
    if not pathlib.Path(schema_path).exists():
        print(f"skipped: there is no {pathlib.Path(schema_path).name} beside this repository")
        return
    try:
        import jsonschema
    except ImportError:
        if os.environ.get("SCOPEDOWN_CHECKS") == "required":
            sys.exit("cannot check: jsonschema is not installed")
        print("skipped: jsonschema is not installed; ./setup.sh --checks installs it")
        return
    text = pathlib.Path(schema_path).read_text()
    # The schema knows no hyphen in an action's name; AWS has vpc-lattice:AssociateViaAWSService-EventsAndStates.
    widened = text.replace(":[A-Za-z0-9*?]+)$", ":[A-Za-z0-9*?-]+)$")
    assert widened != text, "the schema's pattern of actions is another now: is this still needed?"
    validator = jsonschema.Draft7Validator(json.loads(widened))
    draw = random.Random(1)
    documents = []
    for _ in range(VALUES):
        document = policy(draw)
        for _ in range(draw.choice([0, 1, 1, 2])):
            if list(places(document)):
                damage(draw, document)
        documents.append(document)
    request = {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
    lines = "".join(json.dumps({"policies": {"session": [document]}, "request": request}) + "\n" for document in documents)
    answers = subprocess.run([scopedown, "simulate", "--batch", "-"], input=lines, capture_output=True, text=True).stdout
    accepted = ["error" not in json.loads(line) for line in answers.splitlines()]
    assert len(accepted) == VALUES, f"{len(accepted)} answers to {VALUES} cases"
    wrong = [document for document, is_read in zip(documents, accepted) if is_read and not validator.is_valid(document)]
    for document in wrong[:10]:
        print("the reader accepts what the schema refuses:", json.dumps(document))
    print(f"{VALUES} policies: the reader accepts {sum(accepted)}, the schema {sum(map(validator.is_valid, documents))}")
    sys.exit(bool(wrong) or not 0 < sum(accepted) < VALUES)


main()
