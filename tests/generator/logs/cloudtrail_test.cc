#include "generator/logs/cloudtrail.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/logs/json_extent.h"
#include "generator/logs/log_files.h"

namespace scopedown {
namespace {

using Texts = std::vector<std::string>;

// What reading came to, as texts that outlive the reading.
struct Outcome {
  Texts names;      // eventName of each event, in order
  Texts details;    // `shown` of each event
  Texts set_aside;  // "broken_record log:3"
  std::string why;  // of the problem, if there is one
  LogReading reading;

  // The same whatever the container.
  [[nodiscard]] Texts sorted_names() const {
    Texts sorted = names;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }
};

template <class Show>
Outcome read(std::string_view bytes, Show shown) {
  CloudTrailReader reader(Extraction::built_in());
  PaddedBuffer buffer(bytes);
  Outcome outcome;
  outcome.reading = reader.read(
      buffer.padded(bytes.size()), "log",
      [&](const Event& event) {
        outcome.names.emplace_back(event.name);
        outcome.details.push_back(shown(event));
      },
      [&](std::string_view reason, const std::string& place) {
        outcome.set_aside.push_back(std::string(reason).append(" ").append(place));
      });
  if (outcome.reading.problem) {
    CHECK(outcome.reading.problem->where == "log");
    outcome.why = outcome.reading.problem->why;
  }
  CHECK(outcome.reading.events == outcome.names.size());
  CHECK(outcome.reading.records == outcome.names.size() + outcome.set_aside.size());
  return outcome;
}

Outcome read(std::string_view bytes) {
  return read(bytes, [](const Event&) { return std::string(); });
}

// One record, and what is shown of it. "set aside: ..." if it was.
template <class Show>
std::string read_one(std::string_view record, Show shown) {
  const Outcome outcome = read(record, shown);
  REQUIRE(outcome.reading.records == 1);
  return outcome.details.empty() ? outcome.set_aside.front() : outcome.details.front();
}

std::string record(std::string_view name, std::string_view more = "") {
  return R"({"eventVersion":"1.08","eventSource":"s3.amazonaws.com","eventName":")" +
         std::string(name) + '"' + std::string(more) + '}';
}

std::string document(const Texts& records) {
  std::string text = R"({"Records":[)";
  for (std::size_t index = 0; index < records.size(); ++index)
    text += (index == 0 ? "" : ",") + records[index];
  return text + "]}";
}

// "path=value" of each parameter, with #element where there is one.
std::string shown_parameters(const Event& event) {
  std::string text;
  for (const Parameter& parameter : event.parameters) {
    text += (text.empty() ? "" : " ") + std::string(parameter.path) + '=' + std::string(parameter.value);
    if (parameter.element >= 0) text += '#' + std::to_string(parameter.element);
  }
  return text;
}

std::string parameters_of(const std::string& source, const std::string& request) {
  return read_one(R"({"eventSource":")" + source +
                      R"(.amazonaws.com","eventName":"X","requestParameters":)" + request + '}',
                  shown_parameters);
}

std::string joined(std::string_view a, std::string_view b, std::string_view c = "") {
  return std::string(a).append("|").append(b).append("|").append(c);
}

std::string shown_tags(const std::vector<SessionTag>& tags) {
  std::string text;
  for (const SessionTag& tag : tags)
    text += tag.key + '=' + tag.value + ' ';
  return text;
}

std::string shown_grant(const Event& event) {
  const Grant& grant = event.grant;
  std::string text;
  for (const std::string_view part :
       {grant.access_key, grant.session_arn, grant.session_id, grant.role, grant.session_name,
        grant.subject, grant.provider})
    text.append(part).append("|");
  text += shown_tags(grant.tags) + '|' + shown_tags(grant.incoming_tags) + '|';
  for (const std::string& key : grant.transitive_keys)
    text += key + ' ';
  return text;
}

}  // namespace

TEST_CASE("every field of a record is read") {
  const std::string text = R"({
    "eventVersion": "1.08",
    "userIdentity": {"type": "AssumedRole", "principalId": "AROA:s", "arn": "arn:aws:sts::1:x",
      "accountId": "111122223333", "accessKeyId": "ASIA1", "userName": "u",
      "invokedBy": "AWS Internal",
      "sessionContext": {"sessionIssuer": {"type": "Role", "arn": "arn:aws:iam::1:role/r"},
        "webIdFederationData": {"federatedProvider": "arn:p", "attributes": {}},
        "attributes": {"creationDate": "2026-11-01T10:00:00Z"}}},
    "eventTime": "2026-11-01T10:30:00Z", "eventSource": "s3.amazonaws.com",
    "eventName": "GetObject", "awsRegion": "eu-west-1", "sourceIPAddress": "192.0.2.1",
    "userAgent": "[aws-sdk]", "errorCode": "AccessDenied", "errorMessage": "no",
    "requestParameters": {"bucketName": "b", "key": "k"}, "responseElements": null,
    "additionalEventData": {"bytes": 1e400}, "requestID": "r",
    "eventID": "7B7e4636-4713-3d04-8a7b-0123456789ab", "readOnly": true,
    "resources": [{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::b/k"},
                  {"accountId": "ACCOUNT_ID", "type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::b"}],
    "eventType": "AwsApiCall", "managementEvent": "true",
    "recipientAccountId": "444455556666", "eventCategory": "Data"})";
  const Outcome outcome = read(text, [](const Event& event) {
    CHECK(event.id == EventId{0x7b7e463647133d04, 0x8a7b0123456789ab});
    CHECK(event.id_text == "7B7e4636-4713-3d04-8a7b-0123456789ab");
    CHECK(event.time == 1793529000);
    CHECK(event.type == "AwsApiCall");
    CHECK(event.category == "Data");
    CHECK(event.source == "s3.amazonaws.com");
    CHECK(event.region == "eu-west-1");
    CHECK(event.account == "444455556666");
    CHECK(event.source_ip == "192.0.2.1");
    CHECK(event.error_code == "AccessDenied");
    CHECK(event.identity.type == "AssumedRole");
    CHECK(event.identity.principal_id == "AROA:s");
    CHECK(event.identity.arn == "arn:aws:sts::1:x");
    CHECK(event.identity.account == "111122223333");
    CHECK(event.identity.access_key == "ASIA1");
    CHECK(event.identity.invoked_by == "AWS Internal");
    CHECK(event.identity.user_name == "u");
    CHECK(event.identity.issuer_arn == "arn:aws:iam::1:role/r");
    CHECK(event.identity.provider == "arn:p");
    CHECK(event.resources == std::vector<std::string_view>{"arn:aws:s3:::b/k", "arn:aws:s3:::b"});
    return shown_parameters(event);
  });
  CHECK(outcome.details == Texts{"bucketName=b key=k"});
}

TEST_CASE("a record is what it is, whatever is missing or unusual in it") {
  struct Row {
    std::string record;
    std::string shown;  // eventSource | eventName | eventType
    const char* because;
  };

  const auto row = GENERATE(
      Row{R"({"eventSource":"a.b","eventName":"C"})", "a.b|C|", "all but two fields are missing"},
      Row{R"({"eventName":"C","x":[{}],"eventSource":"a.b"})", "a.b|C|", "in any order"},
      Row{R"({"eventSource":"a.b","eventName":"C","userIdentity":null,"resources":null,
            "requestParameters":null,"eventTime":null,"eventID":null})",
          "a.b|C|", "null stands for absent"},
      Row{R"({"eventSource":"a.b","eventName":"C","userIdentity":"x","resources":{"ARN":"y"},
            "requestParameters":[1],"eventTime":{},"responseElements":7})",
          "a.b|C|", "what is of another type is absent"},
      Row{R"({"eventSource":"a.b","eventName":true,"eventType":12})", "a.b|true|12",
          "scalars are texts"},
      Row{R"({"eventSource":"a.b","eventName":"C","eventName":"D"})", "a.b|C|",
          "of two the first counts"},
      Row{R"({"event\u0053ource":"a.b","eventName":"\u0043\n"})", "a.b|C\n|",
          "escapes are undone, also in keys"},
      Row{R"({"eventName":"","eventSource":"a.b","eventType":"AwsCloudTrailInsight"})",
          "a.b||AwsCloudTrailInsight", "CloudTrail's own records have no name"},
      Row{R"({"eventType":"AwsAggregatedEvent"})", "||AwsAggregatedEvent", "nor a source"},
      Row{R"({"eventSource":"a.b"})", "not_a_record log:1", "no call without a name"},
      Row{R"({"eventName":"C","eventSource":{}})", "not_a_record log:1",
          "no call without a source"},
      Row{R"({"eventSource":"aws:s3","eventName":"ObjectCreated:Put"})", "not_a_record log:1",
          "a notification of S3"},
      Row{R"({})", "not_a_record log:1", "nothing in it"},
      Row{"\xef\xbb\xbf{\"eventSource\":\"a.b\",\"eventName\":\"C\"}\r\n", "a.b|C|",
          "a byte order mark, and Windows' line ends"});
  CAPTURE(row.record, row.because);
  CHECK(read_one(row.record, [](const Event& event) {
          return joined(event.source, event.name, event.type);
        }) == row.shown);
}

TEST_CASE("a time that cannot be read is 0") {
  struct Row {
    const char* text;
    std::int64_t time;
  };

  const auto row = GENERATE(Row{R"("2026-11-01T10:30:00Z")", 1793529000},
                            Row{R"("2026-11-01T10:30:00.987Z")", 1793529000},
                            Row{R"("1969-12-31T23:59:59Z")", 0}, Row{R"("yesterday")", 0},
                            Row{R"("2026-13-01T10:30:00Z")", 0}, Row{R"("")", 0},
                            Row{"1793529000", 0}, Row{"null", 0});
  CAPTURE(row.text);
  CHECK(read_one(record("A", R"(,"eventTime":)" + std::string(row.text)), [](const Event& event) {
          return std::to_string(event.time);
        }) == std::to_string(row.time));
}

TEST_CASE("an event is told by its eventID, or by what stands in for it") {
  const auto id_of = [](const std::string& text) {
    EventId id;
    (void)read(text, [&](const Event& event) {
      id = event.id;
      return std::string();
    });
    return id;
  };
  const auto with_id = [&](const std::string& id) {
    return id_of(record("A", R"(,"eventID":")" + id + '"'));
  };

  CHECK(with_id("00000000-0000-0000-0000-000000000001") == EventId{0, 1});
  CHECK(with_id("ABCDEF01-2345-6789-abcd-ef0123456789") ==
        EventId{0xabcdef0123456789, 0xabcdef0123456789});
  std::set<std::string> others;
  for (const char* id :
       {"7b7e4636-4713-3d04-8a7b-0123456789a", "7b7e4636-4713-3d04-8a7b-0123456789aba",
        "7b7e4636-4713-3d04-8a7b-0123456789ag", "7b7e4636047130-d04-8a7b-0123456789ab",
        "7b7e4636-4713-3d04-8a7b00123456789ab", "x"}) {
    const EventId id_bits = with_id(id);
    CHECK(id_bits == with_id(id));
    CHECK(others.insert(std::to_string(id_bits.high) + ' ' + std::to_string(id_bits.low)).second);
  }

  // Without one, the record itself counts: where it stands does not.
  const EventId alone = id_of(record("A"));
  CHECK(alone == id_of(document({record("A")})));
  CHECK(alone == id_of(" [ " + record("A") + " ] "));
  CHECK(alone == id_of("[{," + record("A")));
  CHECK(alone != id_of(record("B")));
}

// A reader knows an identity again by its bytes; what it then says must be what is in them.
TEST_CASE("an identity that comes again is read as if it were the first") {
  const auto with_identity = [](const std::string& identity) {
    return record("A", R"(,"userIdentity":)" + identity);
  };
  const Texts identities{
      R"({"type":"AssumedRole","principalId":"AROA:a","arn":"arn:a","accountId":"1","accessKeyId":"K1",)"
      R"("sessionContext":{"sessionIssuer":{"arn":"arn:role"},"webIdFederationData":{"federatedProvider":"p"}}})",
      R"({"type":"AssumedRole","principalId":"AROA:a","arn":"arn:a","accountId":"1","accessKeyId":"K2",)"
      R"("sessionContext":{"sessionIssuer":{"arn":"arn:role"},"webIdFederationData":{"federatedProvider":"p"}}})",
      R"({"type":"IAMUser","userName":"al\u0069ce"})",
      R"({"invokedBy":"s3.amazonaws.com"})",
      R"({})",
      R"({"type":"A","type":"B", "arn" : "x" })",
      R"({"type":"AssumedRole","arn":")" + std::string(70'000, 'x') + R"("})",
  };
  const auto shown = [](const Event& event) {
    const Identity& who = event.identity;
    return joined(who.type, who.principal_id, who.arn) +
           joined(who.account, who.access_key, who.user_name) +
           joined(who.issuer_arn, who.provider, who.invoked_by);
  };
  Texts records;
  Texts expected;
  for (int round = 0; round < 3; ++round) {
    for (const std::string& identity : identities) {
      records.push_back(with_identity(identity));
      expected.push_back(read_one(records.back(), shown));
    }
  }
  CHECK(expected[0] != expected[1]);
  CHECK(expected[2].find("alice") != std::string::npos);
  CHECK(read(document(records), shown).details == expected);

  std::vector<std::uint64_t> marks;
  read(document(records), [&](const Event& event) {
    marks.push_back(event.identity_mark);
    return std::string();
  });
  const std::size_t count = identities.size();
  CHECK(marks[0] != 0);
  CHECK(marks[0] != marks[1]);
  for (std::size_t index = 0; index < count; ++index)
    CHECK(marks[index] == marks[index + count]);
  CHECK(marks[2] == 0);          // with an escape
  CHECK(marks[count - 1] == 0);  // too large
}

// What is damaged must be found damaged each time, and never be taken for what came before.
TEST_CASE("an identity that is broken is broken however often it comes") {
  const std::string broken = record("A", R"(,"userIdentity":{"type":"X" "arn":"y"})");
  const std::string sound = record("B", R"(,"userIdentity":{"type":"X"})");
  const Outcome outcome = read(broken + "\n" + sound + "\n" + broken + "\n" + sound);
  CHECK(outcome.names == Texts{"B", "B"});
  CHECK(outcome.set_aside == Texts{"broken_record log:1", "broken_record log:3"});
}

TEST_CASE("resources are the ARNs that are there, in any letter case") {
  struct Row {
    const char* resources;
    const char* shown;
    const char* because;
  };

  const auto row =
      GENERATE(Row{R"([{"ARN":"arn:a"},{"arn":"arn:b","accountId":"ACCOUNT_ID"}])", "arn:a arn:b ",
                   "both cases"},
               Row{R"([{"ARNPrefix":"arn:a/","type":"AWS::S3::Object"},{"ARN":"arn:b"}])", "arn:b ",
                   "a prefix names no resource"},
               Row{R"([{"accountId":"1"},{"ARN":null},"arn:c",[],{"ARN":"arn::::t"}])", "arn::::t ",
                   "the malformed are the next stage's business"},
               Row{R"([])", "", "none"}, Row{R"("arn:a")", "", "no list"});
  CAPTURE(row.resources, row.because);
  CHECK(read_one(record("A", R"(,"resources":)" + std::string(row.resources)),
                 [](const Event& event) {
                   std::string text;
                   for (const std::string_view resource : event.resources)
                     text.append(resource).append(" ");
                   return text;
                 }) == row.shown);
}

TEST_CASE("request parameters are kept as the extraction tables say, and ARNs wherever they are") {
  struct Row {
    const char* source;
    const char* request;
    const char* shown;
    const char* because;
  };

  const auto row = GENERATE(
      Row{"s3", R"({"bucketName":"b","key":"k","userAgent":"x"})", "bucketName=b key=k",
          "what is not asked for is not kept"},
      Row{"s3", R"({"BUCKETNAME":"b","Key":"k"})", "BUCKETNAME=b Key=k", "in any letter case"},
      Row{"s3", R"({"bucketName":7,"key":true,"prefix":null})", "bucketName=7 key=true",
          "scalars are texts, and null is absent"},
      Row{"s3", R"({"key":1234567890123456789012345678901234567890.5e-3000 })",
          "key=1234567890123456789012345678901234567890.5e-3000", "no number is too large"},
      Row{"s3", R"({"key":"a\"\u00e9\ud83d\ude00*"})", "key=a\"\xc3\xa9\xf0\x9f\x98\x80*",
          "escapes are undone"},
      Row{"s3", R"({"bucketName":["b"],"key":{"x":"k"}})", "", "a list or an object is no name"},
      Row{"s3", R"({"bucketName":"b","versionId":"abc"})",
          "bucketName=b versionId=", "of some only that they are there"},
      Row{"s3", R"({"a":"arn:1","b":{"c":["arn:2",{"d":"arn:3"}]},"e":"an arn:4"})",
          "a=arn:1 b.c[]=arn:2 b.c[].d=arn:3", "every value that begins like an ARN"},
      Row{"ssm", R"({"names":["/a","/b"],"withDecryption":true})", "names[]=/a#0 names[]=/b#1",
          "a list makes a row for each element"},
      Row{"dynamodb", R"({"requestItems":{"t":{"keys":["arn:k"]},"u":[]}})",
          "requestItems{}=t#0 requestItems{}.keys[]=arn:k#0 requestItems{}=u#1",
          "of a map of tables the keys are the names"},
      Row{"dynamodb",
          R"({"transactItems":[{"put":{"tableName":"t"}},{"delete":{"TableName":"u"}}]})",
          "transactItems[].put.tableName=t#0 transactItems[].delete.TableName=u#1",
          "inside of each element"},
      Row{"nobody", R"({"name":"n","arn":"arn:n"})", "arn=arn:n",
          "of an unknown service ARNs alone"},
      Row{"s3", R"({})", "", "none"}, Row{"s3", R"("bucketName")", "", "no object"});
  CAPTURE(row.source, row.request, row.because);
  CHECK(parameters_of(row.source, row.request) == row.shown);
}

TEST_CASE("whose request it is may be said behind it") {
  CHECK(read_one(R"({"requestParameters":{"key":"k"},"eventName":"A","eventSource":"s3.x"})",
                 shown_parameters) == "key=k");
  CHECK(
      read(
          R"({"Records":[{"requestParameters":{"key":"k\n"},"eventSource":"s3.x","eventName":"A"},)"
          R"({"requestParameters":{"key":"l"},"eventName":"B","eventSource":"s3.x"}]})",
          shown_parameters)
          .details == Texts{"key=k\n", "key=l"});
}

TEST_CASE("of a response the elements that the tables name are kept, and only those") {
  const std::string named = "x-amz-server-side-encryption-aws-kms-key-id";
  const std::string response = R"("responseElements":{"x-amz-version-id":"7","arn":"arn:a",")" +
                               named + R"(":"arn:k","nested":{")" + named + R"(":"arn:n"}})";
  const auto of = [&](const std::string& source, const std::string& elements) {
    return read_one('{' + elements + R"(,"requestParameters":{"key":"k"},"eventName":"PutObject",)" +
                        R"("eventSource":")" + source + R"(.amazonaws.com"})",
                    shown_parameters);
  };
  // Whose response it is may stand behind it.
  CHECK(of("s3", response) == "responseElements." + named + "=arn:k key=k");
  CHECK(of("sqs", response).find("responseElements") == std::string::npos);
  for (const char* odd : {"null", "[]", "7", R"({"x-amz-server-side-encryption-aws-kms-key-id":7})"})
    CHECK(of("s3", std::string(R"("responseElements":)") + odd) == "key=k");
}

TEST_CASE("what STS handed out is read, and only that") {
  const std::string pod = R"("requestParameters":{"roleArn":"arn:r","roleSessionName":"n",
    "tags":[{"key":"kubernetes-namespace","value":"ns"},{"Key":"k","Value":"v\u00e9"},7],
    "transitiveTagKeys":["kubernetes-namespace"],"incomingTransitiveTags":{"Department":"E"}},
    "responseElements":{"credentials":{"accessKeyId":"ASIA1","sessionToken":"t"},
    "assumedRoleUser":{"assumedRoleId":"AROA:n","arn":"arn:s"},"packedPolicySize":55})";
  const std::string pod_shown =
      "ASIA1|arn:s|AROA:n|arn:r|n|||kubernetes-namespace=ns k=v\xc3\xa9 |Department=E |"
      "kubernetes-namespace ";
  const std::string sts = R"("eventSource":"sts.amazonaws.com")";
  const std::string assume = R"("eventName":"AssumeRole")";

  CHECK(read_one('{' + sts + ',' + assume + ',' + pod + '}', shown_grant) == pod_shown);
  CHECK(read_one('{' + pod + ',' + assume + ',' + sts + '}', shown_grant) == pod_shown);
  CHECK(read_one('{' + sts + ',' + pod + ',' + assume + '}', shown_grant) == pod_shown);
  CHECK(read_one('{' + sts + ',' + assume + ',' + pod + '}', shown_parameters) ==
        "roleArn=arn:r tags[].key= tags[].Key= transitiveTagKeys[]=");

  const std::string nothing = "|||||||||";
  CHECK(read_one('{' + sts + ',' + assume + ',' + pod + R"(,"errorCode":"AccessDenied"})",
                 shown_grant) == nothing);
  CHECK(read_one('{' + sts + R"(,"eventName":"GetFederationToken",)" + pod + '}', shown_grant) ==
        nothing);
  CHECK(read_one(R"({"eventSource":"s3.amazonaws.com",)" + assume + ',' + pod + '}', shown_grant) ==
        nothing);

  const std::string web = R"("eventName":"AssumeRoleWithWebIdentity","userIdentity":
    {"type":"WebIdentityUser","identityProvider":"arn:aws:iam::1:oidc-provider/p"},
    "requestParameters":{"roleArn":"arn:r","principalTags":{"a":"b","c":1}},"responseElements":
    {"subjectFromWebIdentityToken":"system:serviceaccount:ns:sa","credentials":{"accessKeyId":"ASIA2"})";
  CHECK(read_one('{' + sts + ',' + web + R"(,"provider":"arn:q"}})", shown_grant) ==
        "ASIA2|||arn:r||system:serviceaccount:ns:sa|arn:q|a=b c=1 ||");
  CHECK(read_one('{' + sts + ',' + web + R"(,"provider":"accounts.example"}})", shown_grant) ==
        "ASIA2|||arn:r||system:serviceaccount:ns:sa|arn:aws:iam::1:oidc-provider/p|a=b c=1 ||");
  CHECK(read(document({'{' + sts + ',' + assume + ',' + pod + '}', record("A")}), shown_grant)
            .details == Texts{pod_shown, nothing});
}

TEST_CASE("the container does not matter") {
  const Texts records{record("A", R"(,"x":{"y":["}{"]})"), record("B"),
                      record("C", R"(,"eventID":"i\"d")")};
  const auto with = [&](std::string_view before, std::string_view between,
                        std::string_view behind) {
    std::string text(before);
    for (std::size_t index = 0; index < records.size(); ++index)
      text.append(index == 0 ? "" : between).append(records[index]);
    return text.append(behind);
  };
  const auto text = GENERATE_COPY(
      with(R"({"Records":[)", ",", "]}"), with("{ \"Records\" :\n[\n", ",\n", "\n]\n}\n"),
      with(R"({"note":"[{","Records":[)", ",", R"(],"more":[1,{}]})"), with("[", ",", "]"),
      with("[\n  ", ",\n  ", "\n]"), with("", "\n", ""), with("", "\r\n\r\n", "\r\n"),
      with("", "", ""), with("", "  ", " "), with(R"({"Records":[)", R"(]}{"Records":[)", "]}"),
      with(R"({"Records":[)", "]}\n{\"Records\":[", "]}\n"),
      with(R"([{"Records":[)", R"(]},{"Records":[)", "]}]"), with("[[", "],[", "]]"),
      with(R"({"Records":[]}{"Records":[)", ",", R"(]}{"Records":[]})"));
  CAPTURE(text);
  const auto shown = [](const Event& event) {
    return std::string(event.name) + std::to_string(event.id.low);
  };
  const Outcome outcome = read(text, shown);
  CHECK(outcome.names == Texts{"A", "B", "C"});
  CHECK(outcome.details == read(with("", "\n", ""), shown).details);
  CHECK(outcome.set_aside.empty());
  CHECK(outcome.why.empty());
}

TEST_CASE("a record of many lines is a record, alone and among others") {
  const std::string pretty =
      "{\n  \"eventVersion\": \"1\",\n  \"eventSource\": \"s\",\n  \"x\": [\n    {}\n  ],\n"
      "  \"eventName\": \"A\"\n}";
  CHECK(read(pretty).names == Texts{"A"});
  CHECK(read(pretty + '\n' + pretty + pretty + "\n\n" + record("B") + '\n' + pretty).names ==
        Texts{"A", "A", "A", "B", "A"});
  const Outcome cut = read(pretty + '\n' + pretty.substr(0, 60) + '\n' + pretty);
  CHECK(cut.names == Texts{"A", "A"});
  CHECK(cut.set_aside == Texts{"broken_record log:9"});
}

TEST_CASE("one bad record costs one record") {
  struct Row {
    std::string bad;
    const char* reason;
    const char* because;
  };

  const auto row = GENERATE(
      Row{R"({"eventVersion":"1.11","eventName":})", "broken_record", "a value is missing"},
      Row{R"({"eventVersion":"1.11","eventName":"X)", "broken_record", "a string is cut short"},
      Row{R"({"eventVersion":"1.11","userIdentity":{"type":)", "broken_record",
          "an object is cut short"},
      Row{R"({"eventVersion":"1.11","x":{"y":1},"eventName":"X"}})", "broken_record",
          "a bracket too many, after all"},
      Row{R"({"eventVersion":"1.11","x":{"y":1)", "broken_record", "two brackets too few"},
      Row{R"({"eventVersion":"1.11","eventName:"X","eventSource":"s"})", "broken_record",
          "a quote is lost"},
      Row{R"({"eventVersion":"1.11","eventName":"X" "eventSource":"s"})", "broken_record",
          "a comma is lost"},
      Row{R"({"eventVersion":"1.11","eventName":truth,"eventSource":"s"})", "broken_record",
          "no word of JSON"},
      Row{R"({"eventVersion":"1.11","eventName":"\ud800","eventSource":"s"})", "broken_record",
          "the first half of a surrogate pair"},
      Row{R"({"eventVersion":"1.11","eventName":"\udc00","eventSource":"s"})", "broken_record",
          "the second half of a surrogate pair"},
      Row{R"({"eventVersion":"1.11","eventName":"\x","eventSource":"s"})", "broken_record",
          "no such escape"},
      Row{"{\"eventVersion\":\"1.11\",\"eventName\":\"\xff\",\"eventSource\":\"s\"}",
          "broken_record", "not UTF-8"},
      Row{"{\"eventVersion\":\"1.11\",\"x\":\"\xed\xa0\x80\",\"eventSource\":\"s\"}",
          "broken_record", "a surrogate in UTF-8, where nobody looks"},
      Row{"{\"eventVersion\":\"1.11\",\"eventName\":\"a\tb\",\"eventSource\":\"s\"}",
          "broken_record", "a control character in a string"},
      Row{R"({"eventVersion":"1.11"})", "not_a_record", "nothing of a call"});
  CAPTURE(row.bad, row.because);
  // A bracket too many damages what holds the record, and not the record.
  const bool record_is_whole = std::string_view(row.because).starts_with("a bracket too many");
  const Texts names{"A", "B"};
  const auto check = [&](const std::string& text, const std::string& place) {
    CAPTURE(text);
    const Outcome outcome = read(text);
    CHECK(outcome.names == names);
    if (!record_is_whole) CHECK(outcome.set_aside == Texts{row.reason + (" log" + place)});
    CHECK(outcome.why.empty());
  };
  check(record("A") + '\n' + row.bad + '\n' + record("B") + '\n', ":2");
  check(document({record("A"), row.bad, record("B")}), ": record 2");
  check("{\"Records\":[\n" + record("A") + ",\n" + row.bad + ",\n" + record("B") + "\n]}", ":3");
  check('[' + record("A") + ',' + row.bad + ',' + record("B") + ']', ": record 2");
  check(document({record("A"), row.bad}) + document({record("B")}), ": record 2");
}

TEST_CASE("what is cut off at its end is said, and what was before is kept") {
  const std::string text = document({record("A"), record("B")});
  for (std::size_t size = 1; size < text.size(); ++size) {
    CAPTURE(size);
    const Outcome outcome = read(text.substr(0, size));
    const std::size_t first_end = text.find("},{") + 1;
    const std::size_t expected = size < first_end ? 0 : size < text.size() - 2 ? 1 : 2;
    CHECK(outcome.names.size() == expected);
    CHECK(outcome.why.empty() == (expected != 0 || text.substr(0, size).ends_with("[")));
  }
}

TEST_CASE("a line that is no JSON costs one line") {
  const Outcome outcome = read(record("A") + "\nsome words\n\nmore: \"words\n" + record("B") +
                               "\n}\n" + record("C") + "\n  {\"eventVersion\":\n");
  CHECK(outcome.names == Texts{"A", "B", "C"});
  CHECK(outcome.set_aside ==
        Texts{"broken_record log:2", "broken_record log:4", "broken_record log:8"});
}

TEST_CASE("text inside a record never becomes a record") {
  const std::string forged =
      R"({\"eventVersion\":\"1\",\"eventSource\":\"s\",\"eventName\":\"Forged\"})";
  const std::string inner = R"({"eventVersion":"1","eventSource":"s","eventName":"Forged"})";
  const auto text = GENERATE_COPY(
      document({record("A", R"(,"userAgent":"},)" + forged + "\""), record("B")}),
      // The record is broken, and sound in its structure: what is nested in it stays in it.
      document({record("A"), record(R"(\ud800)", R"(,"requestParameters":{"d":[)" + inner + "]}"),
                record("B")}),
      // The structure is broken too: the text is still escaped.
      document({record("A"), R"({"eventVersion":"1","a":","userAgent":"},)" + forged + "\"}",
                record("B")}),
      record("A") + "\n" + R"({"eventVersion":"1","a":","userAgent":"},)" + forged + "\"}\n" +
          record("B"));
  CAPTURE(text);
  CHECK(read(text).names == Texts{"A", "B"});
}

TEST_CASE("a file that is no log is a problem, and an empty list of records is none") {
  struct Row {
    std::string text;
    std::string why;  // how it begins; "" for no problem
    const char* because;
  };

  const auto row = GENERATE(
      Row{R"({"name":"left-pad","version":"1.3.0","files":[{"a":1}]})",
          "no CloudTrail record in it; expected {\"Records\":", "another JSON"},
      Row{"[1,2,3]", "no CloudTrail record in it", "a list of something else"},
      Row{"some words\nand more", "no CloudTrail record in it", "text"},
      Row{std::string("\x7f"
                      "ELF\0\1\2[{\"\"\xff",
                      12),
          "no CloudTrail record in it", "bytes"},
      Row{"]]]]", "no CloudTrail record in it", "brackets"},
      Row{R"({"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put"}]})",
          "no CloudTrail record in it", "a notification of S3"},
      Row{R"({"Records":{"a":1}})", "no CloudTrail record in it", "a key of that name"},
      Row{"", "empty; expected", "nothing"}, Row{" \r\n", "empty; expected", "next to nothing"},
      Row{R"({"Records":[]})", "", "S3 really holds such files"},
      Row{"{\"Records\": [\n]}\n", "", "of several lines, too"},
      Row{R"({"digestStartTime":"2026-11-01T10:00:00Z","digestS3Object":"x","logFiles":[]})", "",
          "CloudTrail writes lists of digests beside its logs"});
  CAPTURE(row.text, row.because);
  const Outcome outcome = read(row.text);
  CHECK(outcome.names.empty());
  CHECK_THAT(outcome.why, Catch::StartsWith(row.why));
  CHECK(outcome.why.empty() == row.why.empty());
}

TEST_CASE("deep nesting, wide nesting and long runs of brackets end in good time") {
  const std::size_t many = 30'000;
  const auto repeated = [&](const std::string& text) {
    std::string all;
    for (std::size_t index = 0; index < many; ++index)
      all += text;
    return all;
  };
  const auto text = GENERATE_COPY(
      std::string(many, '['), std::string(many, '{'), std::string(many, ']'), repeated("{\"a\":"),
      repeated("{\"eventVersion\":"), repeated("[\n"), repeated("{\n"), repeated("[{\n"),
      repeated("{\"eventVersion\":["), repeated("x\n"), repeated("{}"),
      repeated("\"eventVersion\""), repeated("{\"Records\":["), repeated("{\"Records\":[{}"),
      "[" + repeated("{},\n"), R"({"a":)" + std::string(many, '[') + std::string(many, ']') + "}");
  const Outcome outcome = read(text + "\n" + record("A"));
  CHECK(outcome.names == Texts{"A"});

  const std::string deep = std::string(many, '[') + std::string(many, ']');
  CHECK(read_one(record("A", R"(,"userAgent":)" + deep), shown_parameters).empty());
  CHECK(read_one(record("A", R"(,"requestParameters":{"a":)" + deep + '}'), shown_parameters) ==
        "broken_record log:1");
  const std::string shallow = std::string(100, '[') + std::string(100, ']');
  CHECK(read_one(record("A", R"(,"requestParameters":{"a":)" + shallow + '}'), shown_parameters)
            .empty());
}

TEST_CASE("a reader is as new for every file") {
  CloudTrailReader reader(Extraction::built_in());
  for (int round = 0; round < 3; ++round) {
    for (const std::string& text :
         {record("A", R"(,"requestParameters":{"key":"k"},"resources":[{"ARN":"arn:a"}])"),
          std::string("{\"eventName\":"), document({record("B"), record("C")}), std::string()}) {
      PaddedBuffer buffer(text);
      (void)reader.read(
          buffer.padded(text.size()), "log",
          [](const Event& event) {
            CHECK(event.parameters.size() == (event.name == "A" ? 1 : 0));
            CHECK(event.resources.size() == (event.name == "A" ? 1 : 0));
          },
          [](std::string_view, const std::string& place) { CHECK(place == "log:1"); });
    }
  }
}

TEST_CASE("real logs are read to the last record") {
  const std::filesystem::path corpora = std::filesystem::path(SCOPEDOWN_ROOT) / "../shared/corpora";
  if (!std::filesystem::exists(corpora)) {
    WARN("skipped: the real records are not in " << corpora.string());
    return;
  }

  struct Row {
    const char* folder;
    std::uint64_t records;
    std::size_t event_names;
    std::size_t grants;
  };

  const auto row = GENERATE(Row{"invictus", 2900, 262, 0}, Row{"eks", 7, 2, 3});
  CAPTURE(row.folder);
  LogLoader loader;
  CloudTrailReader reader(Extraction::built_in());
  std::uint64_t records = 0;
  std::size_t grants = 0;
  std::set<std::string, std::less<>> names;
  for (const std::string& file : list_logs({(corpora / row.folder).string()}).files) {
    const auto loaded = loader.load(file);
    REQUIRE(std::holds_alternative<LogText>(loaded));
    const LogReading reading = reader.read(
        std::get<LogText>(loaded).text, file,
        [&](const Event& event) {
          names.emplace(std::string(event.source).append(" ").append(event.name));
          CHECK(event.time > 0);
          CHECK(event.id_text.size() == 36);
          CHECK(event.identity.type.empty() == (event.type == "AwsServiceEvent"));
          if (event.identity.invoked_by != "pods.eks.amazonaws.com") return;
          ++grants;
          CHECK(event.grant.access_key.starts_with("ASIA"));
          CHECK(event.grant.tags.size() == 6);
          CHECK(event.grant.transitive_keys.size() == 6);
        },
        [](std::string_view reason, const std::string& place) { FAIL_CHECK(reason << place); });
    CHECK_FALSE(reading.problem);
    records += reading.records;
  }
  CHECK(records == row.records);
  CHECK(names.size() == row.event_names);
  CHECK(grants == row.grants);
}

}  // namespace scopedown
