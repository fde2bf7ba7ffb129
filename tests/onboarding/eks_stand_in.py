"""A stand-in for the few EKS and IAM operations that examples/onboarding/apply.sh calls.

  eks_stand_in.py STATE_FOLDER    prints the port that it listens on, on the loopback alone

It answers from STATE_FOLDER/associations.json, and judges every EKS request by AWS's own service
model as botocore ships it: an unknown member, a missing one or one of another type is an
InvalidParameterException. STATE_FOLDER/calls.log has a line a call that changes something.
STATE_FOLDER/refuse holds the name of a service account, changes of which are refused as long as the
file is there. What EKS says of the policy itself (grammar, size) is not judged here.

Runs under the Python of the AWS CLI, which brings botocore along.
"""

import http.server
import json
import pathlib
import re
import sys
import urllib.parse

try:  # the AWS CLI brings it along
    from awscli.botocore import loaders, model as models, validate
except ImportError:
    from botocore import loaders, model as models, validate

state = pathlib.Path(sys.argv[1])
model = models.ServiceModel(loaders.Loader().load_service_model("eks", "service-2"))


def operations():
    """(method, path pattern, operation) of all that the model knows, literal paths first."""
    for name in model.operation_names:
        operation = model.operation_model(name)
        path = operation.http["requestUri"].split("?")[0]
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))
        yield operation.http["method"], re.compile(pattern + "$"), operation


table = sorted(operations(), key=lambda row: row[1].pattern.count("(?P"))


def read():
    file = state / "associations.json"
    return json.loads(file.read_text()) if file.exists() else {}


def write(associations):
    (state / "associations.json").write_text(json.dumps(associations, indent=1, sort_keys=True))


class Refused(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


def arguments(operation, groups, query, body):
    """The request as the model names it; refused if the model has no such member, or another type."""
    members = operation.input_shape.members
    by_location = {m.serialization.get("name", n): n for n, m in members.items()}
    given = {}
    for source in (groups, {k: v[0] for k, v in query.items()}):
        for key, value in source.items():
            if key not in by_location:
                raise Refused(400, "InvalidParameterException", f"unknown {key}")
            given[by_location[key]] = urllib.parse.unquote(value)
    for key, value in body.items():
        if key not in members or members[key].serialization.get("location"):
            raise Refused(400, "InvalidParameterException", f"{key} is no member of the body")
        given[key] = value
    report = validate.ParamValidator().validate(given, operation.input_shape)
    if report.has_errors():
        raise Refused(400, "InvalidParameterException", report.generate_report())
    return given


def changes(word, one):
    refuse = state / "refuse"
    if refuse.exists() and refuse.read_text().strip() == one["serviceAccount"]:
        raise Refused(400, "InvalidRequestException", "told to refuse")
    with (state / "calls.log").open("a") as file:
        file.write("%s %s/%s\n" % (word, one["namespace"], one["serviceAccount"]))


def find(associations, given):
    one = associations.get(given["associationId"])
    if one is None or one["clusterName"] != given["clusterName"]:
        raise Refused(404, "ResourceNotFoundException", "no such association")
    return one


def check_policy(one):
    if one.get("policy") and not one.get("disableSessionTags"):
        raise Refused(400, "InvalidParameterException", "a policy needs disableSessionTags")


def create(given):
    associations = read()
    token = given.pop("clientRequestToken", None)
    for one in associations.values():
        if token and one.get("token") == token:
            return one
        if all(one[k] == given[k] for k in ("clusterName", "namespace", "serviceAccount")):
            raise Refused(409, "ResourceInUseException", "the service account has an association")
    check_policy(given)
    changes("create", given)
    number = max([int(name[2:], 16) for name in associations] or [0]) + 1
    one = dict(given, associationId="a-%017x" % number, token=token)
    associations[one["associationId"]] = one
    write(associations)
    return one


def update(given):
    associations = read()
    one = find(associations, given)
    given.pop("clientRequestToken", None)
    check_policy(dict(one, **given))
    changes("update", one)
    one.update(given)
    write(associations)
    return one


def delete(given):
    associations = read()
    one = find(associations, given)
    changes("delete", one)
    del associations[given["associationId"]]
    write(associations)
    return one


def matching(given):
    keys = [key for key in ("clusterName", "namespace", "serviceAccount") if key in given]
    return [one for one in read().values() if all(one[key] == given[key] for key in keys)]


def listed(one):
    return {key: one[key] for key in ("clusterName", "namespace", "serviceAccount", "associationId")}


def shown(one):
    return {key: value for key, value in one.items() if key != "token"}


answers = {
    "CreatePodIdentityAssociation": lambda given: {"association": shown(create(given))},
    "UpdatePodIdentityAssociation": lambda given: {"association": shown(update(given))},
    "DeletePodIdentityAssociation": lambda given: {"association": shown(delete(given))},
    "DescribePodIdentityAssociation": lambda given: {"association": shown(find(read(), given))},
    "ListPodIdentityAssociations": lambda given: {"associations": [listed(one) for one in matching(given)]},
}


def iam(form):
    """The role's policies, from STATE_FOLDER/role/NAME.json, as inline ones."""
    documents = {file.stem: file.read_text() for file in sorted((state / "role").glob("*.json"))}
    operation = form["Action"][0]
    if operation == "ListRolePolicies":
        members = "".join(f"<member>{name}</member>" for name in documents)
        inside = f"<PolicyNames>{members}</PolicyNames><IsTruncated>false</IsTruncated>"
    elif operation == "ListAttachedRolePolicies":
        inside = "<AttachedPolicies/><IsTruncated>false</IsTruncated>"
    elif operation == "GetRolePolicy":
        name = form["PolicyName"][0]
        inside = (f"<RoleName>{form['RoleName'][0]}</RoleName><PolicyName>{name}</PolicyName>"
                  f"<PolicyDocument>{urllib.parse.quote(documents[name])}</PolicyDocument>")
    else:
        raise Refused(400, "InvalidAction", operation)
    return (f'<{operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
            f"<{operation}Result>{inside}</{operation}Result></{operation}Response>")


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        url = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        try:
            if url.path == "/" and self.command == "POST":
                return self.send(200, iam(urllib.parse.parse_qs(body)), "text/xml")
            for method, pattern, operation in table:
                found = pattern.match(url.path) if method == self.command else None
                if not found:
                    continue
                if operation.name not in answers:
                    raise Refused(400, "InvalidRequestException", f"no {operation.name} here")
                given = arguments(operation, found.groupdict(), urllib.parse.parse_qs(url.query),
                                  json.loads(body) if body else {})
                return self.send(200, json.dumps(answers[operation.name](given)), "application/json")
            raise Refused(404, "ResourceNotFoundException", self.command + " " + self.path)
        except Refused as refusal:
            self.send(refusal.status, json.dumps({"message": str(refusal)}), "application/json",
                      refusal.code)

    do_GET = do_POST = do_DELETE = answer

    def send(self, status, text, kind, code=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        if code:
            self.send_header("x-amzn-ErrorType", code)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
