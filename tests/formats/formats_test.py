"""Asks the tools that people use whether they read what `generate --format` writes.

    formats_test.py CHECK MAKE_FORMATS [MORE]

MAKE_FORMATS (tests/support/make_formats.cc) writes random hostile outputs in every format, and beside
them what each has to say. A check parses one format by its own parser, compares every field and the
policy's bytes, and holds the whole against the tool's schema with unknown fields refused. Each check
first shows that it can fail: damaged output must not pass.

A check whose tool is missing prints "skipped" and why; with SCOPEDOWN_CHECKS=required it fails if the
tool is one that setup.sh --checks installs. SCOPEDOWN_OUTPUTS=2000 makes more outputs.
"""

import copy
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
OUTPUTS = int(os.environ.get("SCOPEDOWN_OUTPUTS", "120"))


def skip(why, installable=False):
    if installable and os.environ.get("SCOPEDOWN_CHECKS") == "required":
        sys.exit(f"cannot check: {why}")
    print(f"skipped: {why}")
    sys.exit(0)


def need(module):
    try:
        return __import__(module)
    except ImportError:
        skip(f"{module} is not installed; ./setup.sh --checks installs it", installable=True)


def need_command(name):
    beside = pathlib.Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    return found or skip(f"{name} is not installed", installable=name in ("aws", "cfn-lint"))


def outputs(folder, name):
    """(path, text, expected) of each output of one format."""
    found = []
    for case in sorted(folder.iterdir()):
        expected = json.loads((case / "expected.json").read_text("utf-8"))
        for path in case.glob(name + ".*"):
            if path.name.split(".")[0] == name:
                found.append((path, path.read_text("ascii"), expected))
    assert len(found) > OUTPUTS / 2, f"only {len(found)} outputs of {name}"
    return found


def same(path, read, expected, fields):
    """`read` is a list of dictionaries; each field that a format has must be as it was meant."""
    wanted = sorted([{key: each[key] for key in fields} for each in expected], key=json.dumps)
    got = sorted(read, key=json.dumps)
    assert got == wanted, f"{path}\nread {got}\nnot  {wanted}"


def must_fail(action, what):
    try:
        action()
    except Exception:
        return
    raise AssertionError(f"{what} passed")


ALL = ["cluster", "region", "namespace", "serviceAccount", "roleArn", "targetRoleArn", "tags", "policy"]


def but(*left_out):
    return [field for field in ALL if field not in left_out]


def closed(schema):
    """The schema with unknown fields refused, wherever it lists properties."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict):
        result.setdefault("additionalProperties", False)
    return result


def resource_validator(name):
    """Validates a Kubernetes object against a copy of its CRD."""
    jsonschema = need("jsonschema")
    crd = json.loads((HERE / "schemas" / name).read_text())
    schema = closed(crd["schema"])
    schema["properties"]["metadata"] = {"type": "object"}
    validator = jsonschema.Draft7Validator(schema)

    def validate(document):
        assert document["apiVersion"] == crd["group"] + "/" + crd["version"], document["apiVersion"]
        assert document["kind"] == crd["kind"]
        assert set(document["metadata"]) == {"name", "annotations"}
        assert re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*", document["metadata"]["name"])
        assert all(isinstance(value, str) for value in document["metadata"]["annotations"].values())
        validator.validate(document)

    return validate


def yaml_documents(text):
    yaml = need("yaml")
    return [document for document in yaml.safe_load_all(text) if document is not None]


# --- what each format says, read by its own parser ------------------------------------------------


def from_api(json_object):
    assert json_object["disableSessionTags"] is True
    return {
        "cluster": json_object["clusterName"],
        "namespace": json_object["namespace"],
        "serviceAccount": json_object["serviceAccount"],
        "roleArn": json_object["roleArn"],
        "targetRoleArn": json_object.get("targetRoleArn", ""),
        "tags": json_object.get("tags", {}),
        "policy": json_object["policy"],
    }


def from_cloudformation(properties):
    assert properties["DisableSessionTags"] is True
    return {
        "cluster": properties["ClusterName"],
        "namespace": properties["Namespace"],
        "serviceAccount": properties["ServiceAccount"],
        "roleArn": properties["RoleArn"],
        "targetRoleArn": properties.get("TargetRoleArn", ""),
        "tags": {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])},
        "policy": properties["Policy"],
    }


def from_kubernetes(spec, region):
    assert spec["disableSessionTags"] is True
    return {
        "cluster": spec["clusterName"],
        "region": region,
        "namespace": spec["namespace"],
        "serviceAccount": spec["serviceAccount"],
        "roleArn": spec["roleARN"],
        "targetRoleArn": spec.get("targetRoleARN", ""),
        "tags": spec.get("tags", {}),
        "policy": spec["policy"],
    }


def from_terraform(attributes):
    assert attributes["disable_session_tags"] is True
    known = {"cluster_name", "region", "namespace", "service_account", "role_arn", "target_role_arn", "tags", "policy"}
    assert set(attributes) <= known | {"disable_session_tags"}, attributes.keys()
    return {
        "cluster": attributes["cluster_name"],
        "region": attributes["region"],
        "namespace": attributes["namespace"],
        "serviceAccount": attributes["service_account"],
        "roleArn": attributes["role_arn"],
        "targetRoleArn": attributes.get("target_role_arn", ""),
        "tags": attributes.get("tags", {}),
        "policy": attributes["policy"],
    }


# --- checks ---------------------------------------------------------------------------------------


def check_aws_cli(folder):
    """The AWS CLI's own validation of its input, offline: it prints a made-up answer and asks nobody."""
    aws = need_command("aws")
    model = aws_model()
    environment = dict(os.environ, AWS_DEFAULT_REGION="eu-west-1", AWS_EC2_METADATA_DISABLED="true", LC_ALL="C")

    def ask(operation, path):
        command = [aws, "eks", operation, "--cli-input-json", f"file://{path}", "--generate-cli-skeleton", "output"]
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, f"{path}: {done.stderr}"

    for name, shape in [("create", "CreatePodIdentityAssociationRequest"), ("update", "UpdatePodIdentityAssociationRequest")]:
        operation = f"{name}-pod-identity-association"
        found = outputs(folder, f"cli-{name}")
        for path, text, expected in found:
            read = json.loads(text)
            model(read, shape)
            if name == "update":
                assert read["associationId"] == "ASSOCIATION-ID" and read["policy"] == expected[0]["policy"]
                assert read["disableSessionTags"] is True and read["clusterName"] == expected[0]["cluster"]
            else:
                same(path, [from_api(read)], expected, but("region"))
        for path, _, _ in found[:: len(found) // 4]:
            ask(operation, path)
        damaged = found[0][0].with_suffix(".damaged")
        damaged.write_text(found[0][1].replace('"policy"', '"polcy"'))
        must_fail(lambda: ask(operation, damaged), "an unknown member")
    print("aws cli: read as it was written")


def aws_model():
    """botocore's validation of a request, for many requests at once."""
    try:
        from awscli.botocore import session, validate as rules  # since 1.45 it is a part of the CLI
    except ImportError:
        need("botocore")
        from botocore import session, validate as rules

    service = session.get_session().get_service_model("eks")

    def validate(request, shape):
        report = rules.ParamValidator().validate(request, service.shape_for(shape))
        assert not report.has_errors(), report.generate_report()

    must_fail(lambda: validate({"clusterName": "a", "polcy": "b"}, "UpdatePodIdentityAssociationRequest"), "an unknown member")
    return validate


def check_cfn_lint(folder):
    """cfn-lint, which brings CloudFormation's registry schema of the type."""
    cfn_lint = need_command("cfn-lint")

    def lint(paths):
        done = subprocess.run([cfn_lint, "--regions", "eu-west-1", "--", *map(str, paths)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    for name in ["cloudformation", "cloudformation-json"]:
        found = outputs(folder, name)
        for path, text, expected in found:
            template = yaml_documents(text)[0] if name == "cloudformation" else json.loads(text)
            resources = template["Resources"].values()
            assert all(each["Type"] == "AWS::EKS::PodIdentityAssociation" for each in resources)
            assert set(template) <= {"AWSTemplateFormatVersion", "Metadata", "Resources"}
            same(path, [from_cloudformation(each["Properties"]) for each in resources], expected, but("region"))
        lint([path for path, _, _ in found[:: len(found) // 12]])
        damaged = found[0][0].with_name("damaged." + found[0][0].name.split(".")[-1])
        damaged.write_text(re.sub(r"\bPolicy\b", "Polcy", found[0][1]))
        must_fail(lambda: lint([damaged]), "an unknown property")
    print("cfn-lint: read as it was written")


def check_cdk(folder):
    """The properties of CDK's class, whose names are the type's with a small first letter."""
    for path, text, expected in outputs(folder, "cdk"):
        read = []
        for properties in json.loads(text).values():
            tags = [{"Key": tag["key"], "Value": tag["value"]} for tag in properties.pop("tags", [])]
            large = {key[0].upper() + key[1:]: value for key, value in properties.items()}
            read.append(from_cloudformation({**large, "Tags": tags}))
        same(path, read, expected, but("region"))
    print("cdk: read as it was written")


def check_eksctl(folder):
    """eksctl's own schema, read by a YAML parser."""
    jsonschema = need("jsonschema")
    schema = json.loads((HERE / "schemas" / "eksctl_cluster_config.json").read_text())
    validator = jsonschema.Draft7Validator(schema)
    for path, text, expected in outputs(folder, "eksctl"):
        (document,) = yaml_documents(text)
        validator.validate(document)
        read = []
        for each in document["iam"]["podIdentityAssociations"]:
            assert each["disableSessionTags"] is True
            read.append(
                {
                    "cluster": document["metadata"]["name"],
                    "region": document["metadata"]["region"],
                    "namespace": each["namespace"],
                    "serviceAccount": each["serviceAccountName"],
                    "roleArn": each["roleARN"],
                    "targetRoleArn": each.get("targetRoleARN", ""),
                    "tags": each.get("tags", {}),
                    "policy": each["policy"],
                }
            )
        same(path, read, expected, ALL)
    document["iam"]["podIdentityAssociations"][0]["polcy"] = "x"
    must_fail(lambda: validator.validate(document), "an unknown field")
    print("eksctl: read as it was written")


def check_ack(folder):
    validate = resource_validator("ack_pod_identity_association.json")
    for path, text, expected in outputs(folder, "ack"):
        documents = yaml_documents(text)
        for document in documents:
            validate(document)
        read = [from_kubernetes(each["spec"], each["metadata"]["annotations"]["services.k8s.aws/region"]) for each in documents]
        same(path, read, expected, ALL)
    damaged = copy.deepcopy(documents[0])
    damaged["spec"]["polcy"] = "x"
    must_fail(lambda: validate(damaged), "an unknown field")
    print("ack: read as it was written")


def check_crossplane(folder):
    validate = resource_validator("crossplane_cloudcontrol_resource.json")
    for path, text, expected in outputs(folder, "crossplane"):
        read = []
        for document in yaml_documents(text):
            validate(document)
            provider = document["spec"]["forProvider"]
            assert provider["typeName"] == "AWS::EKS::PodIdentityAssociation"
            read.append({**from_cloudformation(json.loads(provider["desiredState"])), "region": provider["region"]})
        same(path, read, expected, ALL)
    damaged = copy.deepcopy(document)
    damaged["spec"]["forProvider"]["policy"] = "x"
    must_fail(lambda: validate(damaged), "an unknown field")
    # Why crossplane-native is refused: the day that this has a policy, the refusal is out of date.
    native = json.loads((HERE / "schemas" / "crossplane_native_pod_identity_association.json").read_text())
    fields = native["schema"]["properties"]["spec"]["properties"]["forProvider"]["properties"]
    assert "disableSessionTags" in fields and "policy" not in fields
    print("crossplane: read as it was written")


def check_helm_values(folder):
    """The values, by a YAML parser. The chart itself is rendered by examples/operator."""
    for path, text, expected in outputs(folder, "helm"):
        (document,) = yaml_documents(text)
        same(path, [from_kubernetes(each, each["region"]) for each in document["associations"].values()], expected, ALL)
    print("helm values: read as they were written")


def check_hcl(folder):
    """python-hcl2 8.1.4, which leaves a string as it is written: quotes, escapes and all."""
    hcl2 = need("hcl2")

    def text_of(raw):
        assert raw[0] == raw[-1] == '"'
        text = re.sub(r"\\U([0-9A-Fa-f]{8})", lambda match: json.dumps(chr(int(match[1], 16)))[1:-1], raw)
        text = json.loads(text)
        assert not re.search(r"(?<!\$)\$\{", text.replace("$${", "")), raw
        return text.replace("$${", "${").replace("%%{", "%{")

    def read_value(value):
        if isinstance(value, dict):
            return {text_of(key): read_value(each) for key, each in value.items() if not key.startswith("__")}
        return text_of(value) if isinstance(value, str) else value

    for path, text, expected in outputs(folder, "terraform")[::2]:
        # It wants what begins with `$${` to be closed by `}`; Terraform does not, and is asked below.
        if any(sign in word for each in expected for tag in each["tags"].items() for word in tag for sign in ("${", "%{")):
            continue
        read = []
        for block in hcl2.loads(text)["resource"]:
            assert list(block) == ['"aws_eks_pod_identity_association"']
            for attributes in block['"aws_eks_pod_identity_association"'].values():
                plain = {key: read_value(value) for key, value in attributes.items() if not key.startswith("__")}
                read.append(from_terraform(plain))
        same(path, read, expected, ALL)
    print("python-hcl2: read as it was written")


def check_terraform(folder):
    """Terraform itself, without the AWS provider: our resources become outputs of the same expressions."""
    terraform = need_command("terraform")
    module = folder.parent / "module"
    module.mkdir()
    environment = dict(os.environ, CHECKPOINT_DISABLE="1", TF_IN_AUTOMATION="1")

    def run(*arguments):
        done = subprocess.run([terraform, *arguments], capture_output=True, text=True, cwd=module, env=environment)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    wanted = {}
    for path, text, expected in outputs(folder, "terraform"):
        case = path.parent.name
        (module / f"{case}.format.tf").write_text(text)
        head = re.compile(r'^resource "aws_eks_pod_identity_association" "([^"]+)" \{$', re.MULTILINE)
        names = head.findall(text)
        assert len(names) == len(expected)
        wanted.update({f"h{case}-{number}": expected for number in range(len(names))})
        numbers = iter(range(len(names)))
        body = head.sub(lambda _: f'output "h{case}-{next(numbers)}" {{\n  value = {{', text)
        (module / f"{case}.output.tf").write_text(re.sub(r"^\}$", "  }\n}", body, flags=re.MULTILINE))
    run("fmt", "-check", "-diff", *sorted(each.name for each in module.glob("*.format.tf")))
    for each in module.glob("*.format.tf"):
        each.unlink()
    for path, text, expected in outputs(folder, "terraform-json"):
        case = path.parent.name
        document = json.loads(text)
        (resources,) = document.pop("resource").values()
        document["output"] = {}
        for number, attributes in enumerate(resources.values()):
            document["output"][f"j{case}-{number}"] = {"value": attributes}
            wanted[f"j{case}-{number}"] = expected
        (module / f"{case}.tf.json").write_text(json.dumps(document))
    run("apply", "-auto-approve", "-no-color")
    found = json.loads(run("output", "-json"))
    assert set(found) == set(wanted)
    by_case = {}
    for name, each in found.items():
        by_case.setdefault(name.split("-")[0], []).append(from_terraform(each["value"]))
    for case, read in by_case.items():
        same(case, read, wanted[f"{case}-0"], ALL)
    (module / "damaged.tf").write_text('output "x" {\n  value = "${*}"\n}\n')
    must_fail(lambda: run("apply", "-auto-approve"), "a template")
    print(f"terraform: read as it was written, {len(found)} resources")


def check_kustomize(folder):
    """kubectl kustomize, which reads and writes the objects again."""
    kubectl = need_command("kubectl")
    environment = dict(os.environ, LC_ALL="C")
    for path, text, expected in outputs(folder, "ack")[:: max(1, OUTPUTS // 20)]:
        (path.parent / "kustomization.yaml").write_text(f"resources: [{path.name}]\nnamePrefix: x-\n")
        done = subprocess.run([kubectl, "kustomize", str(path.parent)], capture_output=True, env=environment)
        assert done.returncode == 0, done.stderr
        documents = yaml_documents(done.stdout.decode("utf-8"))
        assert all(each["metadata"]["name"].startswith("x-") for each in documents)
        read = [from_kubernetes(each["spec"], each["metadata"]["annotations"]["services.k8s.aws/region"]) for each in documents]
        same(path, read, expected, ALL)
    print("kubectl kustomize: read as it was written")


CHECKS = {
    "aws_cli": check_aws_cli,
    "cfn_lint": check_cfn_lint,
    "cdk": check_cdk,
    "eksctl": check_eksctl,
    "ack": check_ack,
    "crossplane": check_crossplane,
    "helm_values": check_helm_values,
    "hcl": check_hcl,
    "terraform": check_terraform,
    "kustomize": check_kustomize,
}


def main():
    check, make_formats = sys.argv[1:]
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work) / "outputs"
        subprocess.run([make_formats, str(folder), str(OUTPUTS)], check=True)
        CHECKS[check](folder)


if __name__ == "__main__":
    main()
