#include "tests/support/random_log.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <span>
#include <utility>

#include "tests/support/cloudtrail_log.h"

namespace scopedown::testing {
namespace {

using Random = std::mt19937_64;

std::size_t up_to(Random& random, std::size_t largest) {
  return std::uniform_int_distribution<std::size_t>(0, largest)(random);
}

bool one_in(Random& random, std::size_t count) {
  return up_to(random, count - 1) == 0;
}

template <std::size_t N>
std::string any_of(Random& random, const std::array<std::string_view, N>& words) {
  return std::string(words.at(up_to(random, N - 1)));
}

// Where a cluster is, and with it what its tenants use.
struct Place {
  std::string_view cluster;  // ARN of the cluster, or of an OIDC provider that stands alone
  std::string_view account;
  std::string_view region;
};

// One name in three places; the name of one begins like another's.
constexpr std::array clusters{
    Place{"arn:aws:eks:eu-west-1:111122223333:cluster/prod", "111122223333", "eu-west-1"},
    Place{"arn:aws:eks:eu-west-1:111122223333:cluster/prod-2", "111122223333", "eu-west-1"},
    Place{"arn:aws:eks:us-east-1:111122223333:cluster/prod", "111122223333", "us-east-1"},
    Place{"arn:aws:eks:eu-west-1:444455556666:cluster/prod", "444455556666", "eu-west-1"}};

// No cluster is known in its region, so the provider stands for it.
constexpr Place lone_provider{
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-southeast-2.amazonaws.com/id/"
    "EXAMPLED539D4633E53DE1B716D3041E",
    "111122223333", "ap-southeast-2"};

constexpr std::array<std::string_view, 4> tame_namespaces{"pay", "payments", "pay-2", "orders"};
constexpr std::array<std::string_view, 12> hostile_namespaces{
    "pay",
    "payments",
    "..",
    ".",
    "a/b",
    "a%2Fb",
    "a,b",
    "a=b",
    "na me",
    "na\xc3\xafve",
    "\xe4\xb8\xad",
    "llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll"
    "llllll"
    "llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll"
    "llllll"};
constexpr std::array<std::string_view, 3> tame_service_accounts{"api", "api-2", "default"};
constexpr std::array<std::string_view, 4> hostile_service_accounts{"api", "..", "a/b", "\xc3\xa9"};

constexpr std::array<std::string_view, 3> buckets{"data", "data-2", "dat.a"};
constexpr std::array<std::string_view, 8> tame_keys{"a",    "ab",     "a/b",  "a/bc",
                                                    "ab/c", "logs/1", "logs", "a/b/c"};
constexpr std::array<std::string_view, 22> hostile_keys{"a",
                                                        "ab",
                                                        "a/b",
                                                        "*",
                                                        "a*",
                                                        "a?",
                                                        "?",
                                                        "$",
                                                        "${a}",
                                                        "${*}",
                                                        "a b",
                                                        "a\"b",
                                                        "a\\b",
                                                        "a\nb",
                                                        "a\x01",
                                                        "a\x02"
                                                        "b",
                                                        "\xc3\xa9",
                                                        "a\xc3\xa9",
                                                        "\xe4\xb8\xad",
                                                        "a/\xe4\xb8\xad",
                                                        "a:b",
                                                        "a//b"};
constexpr std::array<std::string_view, 4> short_names{"work", "work-2", "works", "w"};
constexpr std::array<std::string_view, 4> tables{"Orders", "Orders2", "Orders.Old", "O"};
constexpr std::array<std::string_view, 4> parameters{"/a", "/ab", "/app/a", "/app/ab"};
constexpr std::array<std::string_view, 3> secrets{"db", "db-main", "app/db"};
constexpr std::array<std::string_view, 2> secret_suffixes{"-AbCdEf", "-x9Y8z7"};
constexpr std::array<std::string_view, 3> log_groups{"/app/a", "/app/ab", "/app"};

// One IAM action on one resource, as AWS asks about it.
struct Need {
  std::string action;
  std::string arn;
  bool named = true;
};

// A call, and what it needs. That it needs this and nothing else is said here and nowhere else.
struct Act {
  ApiCall call;
  std::vector<Need> needs;
};

std::string arn_in(const Place& place, std::string_view service, std::string_view resource) {
  std::string arn = "arn:aws:";
  arn.append(service).append(":").append(place.region).append(":").append(place.account);
  return arn.append(":").append(resource);
}

std::string any_key(Random& random, bool hostile) {
  if (one_in(random, 8)) {
    return "uploads/2026/11/" + std::to_string(20 + up_to(random, 4)) + "/" + uuid(random()) +
           ".json";
  }
  return hostile ? any_of(random, hostile_keys) : any_of(random, tame_keys);
}

Act any_object_act(Random& random, const Place& place, bool hostile) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> events{
      {{"GetObject", "s3:GetObject"},
       {"HeadObject", "s3:GetObject"},
       {"PutObject", "s3:PutObject"},
       {"DeleteObject", "s3:DeleteObject"},
       {"GetObjectTagging", "s3:GetObjectTagging"}}};
  const auto& [event, action] = events.at(up_to(random, events.size() - 1));
  const std::string bucket = any_of(random, buckets);
  const std::string key = any_key(random, hostile);
  return {s3_object_call(event, bucket, key, place.account),
          {{std::string(action), "arn:aws:s3:::" + bucket + "/" + key}}};
}

Act any_bucket_act(Random& random, const Place& place) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> events{
      {{"ListObjects", "s3:ListBucket"},
       {"HeadBucket", "s3:ListBucket"},
       {"GetBucketLocation", "s3:GetBucketLocation"},
       {"GetBucketAcl", "s3:GetBucketAcl"}}};
  const auto& [event, action] = events.at(up_to(random, events.size() - 1));
  const std::string bucket = any_of(random, buckets);
  return {s3_bucket_call(event, bucket, one_in(random, 2) ? "a/" : "", place.account),
          {{std::string(action), "arn:aws:s3:::" + bucket}}};
}

// The header that names the source is URL-encoded: keys that need no encoding.
Act any_copy(Random& random, const Place& place) {
  const std::string from = any_of(random, buckets);
  const std::string from_key = any_of(random, tame_keys);
  const std::string to = any_of(random, buckets);
  const std::string to_key = any_of(random, tame_keys);
  return {s3_copy(from, from_key, to, to_key, place.account),
          {{"s3:PutObject", "arn:aws:s3:::" + to + "/" + to_key},
           {"s3:GetObject", "arn:aws:s3:::" + from + "/" + from_key}}};
}

Act any_queue_act(Random& random, const Place& place) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> events{
      {{"SendMessage", "sqs:SendMessage"},
       {"SendMessageBatch", "sqs:SendMessage"},
       {"ReceiveMessage", "sqs:ReceiveMessage"},
       {"DeleteMessage", "sqs:DeleteMessage"},
       {"GetQueueAttributes", "sqs:GetQueueAttributes"}}};
  const auto& [event, action] = events.at(up_to(random, events.size() - 1));
  const std::string arn = arn_in(place, "sqs", any_of(random, short_names));
  return {sqs_call(event, arn), {{std::string(action), arn}}};
}

Act any_topic_act(Random& random, const Place& place) {
  const std::string arn = arn_in(place, "sns", any_of(random, short_names));
  return {sns_publish(arn), {{"sns:Publish", arn}}};
}

Act any_table_act(Random& random, const Place& place) {
  static constexpr std::array<std::string_view, 5> events{"GetItem", "PutItem", "UpdateItem",
                                                          "DescribeTable", "Query"};
  const std::string event = any_of(random, events);
  const std::string arn = arn_in(place, "dynamodb", "table/" + any_of(random, tables));
  if (event == "Query" && one_in(random, 2)) {
    return {dynamodb_call(event, arn, "by-date"),
            {{"dynamodb:Query", arn}, {"dynamodb:Query", arn + "/index/by-date"}}};
  }
  return {dynamodb_call(event, arn), {{"dynamodb:" + event, arn}}};
}

Act any_batch_get(Random& random, const Place& place) {
  const std::vector<std::string> arns{arn_in(place, "dynamodb", "table/Orders"),
                                      arn_in(place, "dynamodb", "table/Orders2")};
  const std::size_t count = 1 + up_to(random, 1);
  Act act{dynamodb_batch_get(std::span(arns).first(count)), {}};
  for (std::size_t index = 0; index < count; ++index)
    act.needs.push_back({"dynamodb:BatchGetItem", arns[index]});
  return act;
}

Act any_secret_act(Random& random, const Place& place) {
  static constexpr std::array<std::string_view, 2> events{"GetSecretValue", "DescribeSecret"};
  const std::string event = any_of(random, events);
  const std::string name = any_of(random, secrets);
  const std::string arn =
      arn_in(place, "secretsmanager", "secret:" + name + any_of(random, secret_suffixes));
  const bool by_name = one_in(random, 4);
  return {by_name ? secret_call_by_name(event, name) : secret_call(event, arn),
          {{"secretsmanager:" + event, arn, !by_name}}};
}

Act any_parameter_act(Random& random, const Place& place) {
  if (one_in(random, 3)) {
    const std::vector<std::string> arns{arn_in(place, "ssm", "parameter/app/a"),
                                        arn_in(place, "ssm", "parameter/app/ab")};
    return {ssm_get_parameters(arns),
            {{"ssm:GetParameters", arns[0]}, {"ssm:GetParameters", arns[1]}}};
  }
  static constexpr std::array<std::string_view, 2> events{"GetParameter", "PutParameter"};
  const std::string event = any_of(random, events);
  const std::string arn = arn_in(place, "ssm", "parameter" + any_of(random, parameters));
  return {ssm_parameter_call(event, arn), {{"ssm:" + event, arn}}};
}

std::string any_kms_key(Random& random, const Place& place) {
  return arn_in(place, "kms", "key/" + uuid(up_to(random, 1)));
}

Act any_key_act(Random& random, const Place& place) {
  static constexpr std::array<std::string_view, 2> events{"Decrypt", "GenerateDataKey"};
  const std::string event = any_of(random, events);
  const std::string arn = any_kms_key(random, place);
  return {kms_call(event, arn), {{"kms:" + event, arn}}};
}

Act any_function_act(Random& random, const Place& place) {
  const std::string arn = arn_in(place, "lambda", "function:" + any_of(random, short_names));
  return {lambda_invoke(arn), {{"lambda:InvokeFunction", arn}}};
}

Act any_log_act(Random& random, const Place& place) {
  const std::string group = any_of(random, log_groups);
  const std::string arn = arn_in(place, "logs", "log-group:" + group + ":log-stream:");
  if (one_in(random, 2)) {
    return {logs_call("DescribeLogStreams", group, ""), {{"logs:DescribeLogStreams", arn, false}}};
  }
  return {logs_call("CreateLogStream", group, "s1"), {{"logs:CreateLogStream", arn + "s1", false}}};
}

Act any_act(Random& random, const Place& place, bool hostile) {
  switch (up_to(random, 13)) {
    case 0:
      return any_bucket_act(random, place);
    case 1:
      return any_copy(random, place);
    case 2:
    case 3:
      return any_queue_act(random, place);
    case 4:
      return any_topic_act(random, place);
    case 5:
      return any_table_act(random, place);
    case 6:
      return any_batch_get(random, place);
    case 7:
      return any_secret_act(random, place);
    case 8:
      return any_parameter_act(random, place);
    case 9:
      return any_key_act(random, place);
    case 10:
      return any_function_act(random, place);
    case 11:
      return any_log_act(random, place);
    default:
      return any_object_act(random, place, hostile);
  }
}

// A service account, and the credentials that its pods hold.
struct Actor {
  Place place;
  Workload who;
  bool irsa = false;
  std::vector<Session> sessions;
};

class Writer {
 public:
  Writer(Random& random, const RandomLogShape& shape) : random_(random), shape_(shape) {}

  void add_actor() {
    Actor actor;
    actor.irsa = one_in(random_, 5);
    actor.place = actor.irsa ? lone_provider : clusters.at(up_to(random_, clusters.size() - 1));
    actor.who.cluster = actor.place.cluster;
    // A colon or a slash of an IRSA subject would be ambiguous; Kubernetes allows neither.
    const bool hostile = shape_.hostile_names && !actor.irsa;
    actor.who.name_space =
        hostile ? any_of(random_, hostile_namespaces) : any_of(random_, tame_namespaces);
    actor.who.service_account = hostile ? any_of(random_, hostile_service_accounts)
                                        : any_of(random_, tame_service_accounts);
    const std::size_t pods = 1 + up_to(random_, 1);
    for (std::size_t pod = 0; pod < pods; ++pod) {
      actor.who.pod = "pod-" + std::to_string(pod);
      actor.sessions.push_back(granted_session(actor));
    }
    actors_.push_back(std::move(actor));
  }

  void add_calls() {
    const Actor& actor = any_actor();
    const Session& session = any_session(actor);
    switch (up_to(random_, 19)) {
      case 0:
        add_secret_with_its_key(actor, session);
        break;
      case 1:
        add_chain(actor, session);
        break;
      default:
        add_act(actor, session);
    }
  }

  void add_noise() {
    const Actor& actor = any_actor();
    const Session& session = any_session(actor);
    const Place& place = actor.place;
    const std::string role = role_in(place, "someone-else");
    const Caller stranger =
        session_caller(role_session(role, "i-0a1b2c3d4e5f60718", next_number()));
    const ApiCall call = any_act(random_, place, shape_.hostile_names).call;
    switch (up_to(random_, 8)) {
      case 0:
        records_.push_back(api_call(stamp(place), user_caller(place.account, "alice"), call));
        break;
      case 1:
        records_.push_back(
            api_call(stamp(place), service_caller("cloudtrail.amazonaws.com"), call));
        break;
      case 2:
        records_.push_back(api_call(stamp(place), stranger, call));
        break;
      case 3:
        records_.push_back(console_sign_in(stamp(place), "alice"));
        break;
      case 4:
        records_.push_back(service_event(stamp(place), any_kms_key(random_, place)));
        break;
      case 5:
        records_.push_back(eks_auth_exchange(
            stamp(place), node_session(role, "i-0123456789abcdef0", next_number()), "prod",
            one_in(random_, 2)));
        break;
      case 6:
        records_.push_back(api_call(stamp(place), session_caller(session), get_caller_identity()));
        break;
      case 7:
        records_.push_back(api_call(stamp(place), session_caller(session), unknown_call()));
        break;
      default:
        // A denial that does not say of what.
        records_.push_back(
            api_call(stamp(place), session_caller(session),
                     without_parameters(failed(call, "AccessDenied", "Access Denied"))));
    }
  }

  [[nodiscard]] bool has_actors() const { return !actors_.empty(); }

  [[nodiscard]] RandomLog finished() {
    const std::size_t distinct = records_.size();
    for (std::size_t index = 0; index < distinct; ++index) {
      if (one_in(random_, 10)) records_.push_back(std::string(records_[index]));
    }
    std::shuffle(records_.begin(), records_.end(), random_);
    std::sort(truth_.begin(), truth_.end());
    truth_.erase(std::unique(truth_.begin(), truth_.end()), truth_.end());
    return {std::move(records_), std::move(truth_)};
  }

 private:
  std::uint64_t next_number() { return ++number_; }

  Stamp stamp(const Place& place) {
    const auto seconds = static_cast<std::int64_t>(up_to(random_, std::size_t{5} * 86'400));
    return {instant("2026-11-16T00:00:00Z") + seconds, next_number(), std::string(place.account),
            std::string(place.region)};
  }

  static std::string role_in(const Place& place, std::string_view name) {
    return "arn:aws:iam::" + std::string(place.account) + ":role/" + std::string(name);
  }

  const Actor& any_actor() { return actors_[up_to(random_, actors_.size() - 1)]; }

  const Session& any_session(const Actor& actor) {
    return actor.sessions[up_to(random_, actor.sessions.size() - 1)];
  }

  // Credentials that a pod of the actor holds, and the records of how it came by them.
  Session granted_session(const Actor& actor) {
    const Place& place = actor.place;
    if (actor.irsa) {
      Session session = irsa_session(role_in(place, "web-identity"), place.cluster, next_number());
      records_.push_back(irsa_grant(stamp(place), actor.who, session));
      return session;
    }
    const std::string role = role_in(place, one_in(random_, 4) ? "teams/old" : "tenants");
    Session session = pod_identity_session(role, actor.who, next_number());
    records_.push_back(pod_identity_grant(stamp(place), actor.who, session));
    if (!one_in(random_, 6)) return session;
    Session target = role_session(role_in(place, "target"), session.name, next_number());
    records_.push_back(target_role_hop(stamp(place), actor.who, session, target));
    return target;
  }

  void tell(const Actor& actor, const Need& need, Outcome outcome) {
    truth_.push_back({actor.who.cluster, actor.who.name_space, actor.who.service_account,
                      need.action, need.arn, outcome, need.named});
  }

  void add_act(const Actor& actor, const Session& session) {
    const Act act = any_act(random_, actor.place, shape_.hostile_names);
    const bool can_be_denied = act.needs.size() == 1 && act.needs.front().named;
    if (can_be_denied && one_in(random_, 6)) {
      const Need& need = act.needs.front();
      write(actor, session, denied(act.call, session.arn(), need.action, need.arn));
      tell(actor, need, Outcome::Denied);
      if (!one_in(random_, 3)) return;  // else it is allowed as well
    }
    for (const Need& need : act.needs)
      tell(actor, need, Outcome::Allowed);
    if (one_in(random_, 12)) {
      write(actor, session, failed(act.call, "InternalError", "We encountered an internal error."));
    }
    write(actor, session, act.call);
    if (shape_.noise && one_in(random_, 12)) write(actor, session, throttled(act.call));
  }

  // The secret is the tenant's call; the key's is made by Secrets Manager, in the tenant's name.
  void add_secret_with_its_key(const Actor& actor, const Session& session) {
    const std::string secret = arn_in(actor.place, "secretsmanager", "secret:db-AbCdEf");
    const std::string key = any_kms_key(random_, actor.place);
    write(actor, session, secret_call("GetSecretValue", secret));
    tell(actor, {"secretsmanager:GetSecretValue", secret}, Outcome::Allowed);
    records_.push_back(api_call(stamp(actor.place),
                                forward_access_caller(session, "secretsmanager.amazonaws.com"),
                                kms_call_for_secret("Decrypt", key, secret)));
    tell(actor, {"kms:Decrypt", key}, Outcome::Allowed);
  }

  // The AssumeRole is the tenant's; what the application does under the other role is not in
  // its session policy.
  void add_chain(const Actor& actor, const Session& session) {
    const std::string role = "arn:aws:iam::777788889999:role/partner";
    const Session chained = role_session(role, "export-job", next_number());
    records_.push_back(
        role_chain(stamp(actor.place), session, chained, actor.irsa ? nullptr : &actor.who));
    tell(actor, {"sts:AssumeRole", role}, Outcome::Allowed);
    const Act act = any_act(random_, actor.place, shape_.hostile_names);
    records_.push_back(api_call(stamp(actor.place), session_caller(chained), act.call));
  }

  void write(const Actor& actor, const Session& session, const ApiCall& call) {
    records_.push_back(api_call(stamp(actor.place), session_caller(session), call));
  }

  ApiCall unknown_call() {
    ApiCall call;
    call.source = one_in(random_, 2) ? "s3.amazonaws.com" : "teleport.amazonaws.com";
    call.name = "BeamObject";
    call.parameters = R"({"bucketName":"data"})";
    return call;
  }

  Random& random_;
  const RandomLogShape& shape_;
  std::uint64_t number_ = 0;
  std::vector<Actor> actors_;
  std::vector<std::string> records_;
  std::vector<TrueAccess> truth_;
};

}  // namespace

RandomLog random_log(std::mt19937_64& random, std::size_t size, const RandomLogShape& shape) {
  const std::size_t grown = std::min<std::size_t>(size, 20);
  Writer writer(random, shape);
  const std::size_t workloads = grown == 0 ? 0 : 1 + up_to(random, shape.workloads * grown / 20);
  for (std::size_t index = 0; index < std::min(workloads, shape.workloads); ++index)
    writer.add_actor();
  if (!writer.has_actors()) return writer.finished();
  const std::size_t calls = up_to(random, shape.calls * grown / 20);
  for (std::size_t index = 0; index < calls; ++index) {
    writer.add_calls();
    if (shape.noise && one_in(random, 3)) writer.add_noise();
  }
  return writer.finished();
}

bool iam_can_write(std::string_view arn) {
  for (const char letter : arn) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool space = byte == '\t' || byte == '\n' || byte == '\r';
    if (byte < 0x20 && !space) return false;
    if (byte > 0xc3) return false;  // the first byte of what lies beyond U+00FF, in UTF-8
  }
  return true;
}

std::ostream& operator<<(std::ostream& stream, const RandomLog& log) {
  stream << log.records.size() << " records\n";
  for (const TrueAccess& access : log.truth) {
    stream << access.cluster << ' ' << access.name_space << '/' << access.service_account << ' '
           << (access.outcome == Outcome::Allowed ? "allowed " : "denied ") << access.action << ' '
           << access.arn << (access.named ? "" : " (not named in the record)") << '\n';
  }
  return stream;
}

}  // namespace scopedown::testing
