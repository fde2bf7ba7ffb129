#include "generator/emit/file_name.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

constexpr const char* prod = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";
constexpr const char* prod_us = "arn:aws:eks:us-east-1:111122223333:cluster/prod";

Unit association(const std::string& cluster, const std::string& name_space,
                 const std::string& service_account) {
  return {Tenant{Namespace{cluster, name_space}}, service_account};
}

}  // namespace

TEST_CASE("a name becomes one part of a path") {
  struct Row {
    std::string name;
    std::string part;
    const char* because;
  };

  const Row row = GENERATE(
      Row{"payments", "payments", "plain"}, Row{"a.b_c-D9", "a.b_c-D9", "all plain bytes"},
      Row{"", "%", "a path has no empty part"}, Row{".", "%2E", "this folder"},
      Row{"..", "%2E%2E", "the folder above"}, Row{"...", "...", "an ordinary name"},
      Row{".hidden", ".hidden", "an ordinary name"}, Row{"a/b", "a%2Fb", "a separator"},
      Row{"a%2Fb", "a%252Fb", "the escape itself is escaped"}, Row{"a b", "a%20b", "a space"},
      Row{"~", "%7E", "a shell takes it for home"}, Row{std::string("a\0b", 3), "a%00b", "ends a C string"},
      Row{"\xc3\xa9", "%C3%A9", "each byte of a letter"}, Row{"%", "%25", "is not the empty name"},
      Row{"a\\b", "a%5Cb", "a separator elsewhere"}, Row{"a\nb", "a%0Ab", "a line feed"});
  CAPTURE(row.name, row.because);
  CHECK(path_part(row.name) == row.part);
}

TEST_CASE("a long name is cut and told apart by its digest") {
  const std::string one = path_part(std::string(300, 'a'));
  const std::string other = path_part(std::string(301, 'a'));
  CHECK(one.size() == 200);
  CHECK(other.size() == 200);
  CHECK(one != other);
  CHECK(path_part(std::string(200, 'a')) == std::string(200, 'a'));
  CHECK(path_part(std::string(100, '/')).size() == 200);  // 300 bytes when encoded
}

TEST_CASE("different names have different parts, and each is safe") {
  std::map<std::string, std::string> names;  // by part
  const auto check = [&](const std::string& name) {
    const std::string part = path_part(name);
    CAPTURE(name, part);
    const auto [place, added] = names.emplace(part, name);
    REQUIRE((added || place->second == name));
    REQUIRE_FALSE(part.empty());
    REQUIRE(part != ".");
    REQUIRE(part != "..");
    REQUIRE(part.size() <= 200);
    REQUIRE(part.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                   "._%~-") == std::string::npos);
  };
  for (const std::string& name : all_words({".", "/", "%", "2", "E", "~", "a"}, 4))
    check(name);
  const auto any_long_name = [](Random& random, Size size) {
    const std::string head((size % 2 == 0 ? 170 : 60) + any_number(random, 20), "a/"[size % 2]);
    return head + any_word(random, 40, {".", "/", "%", "2", "E", "~", "a", "\xc3\xa9"});
  };
  for_all(any_long_name, check);
}

TEST_CASE("a unit's file lies by cluster, namespace and service account") {
  const Clusters one({prod}, {});
  const Clusters two({prod, prod_us}, {});
  CHECK(file_name(association(prod, "payments", "api"), one, ".json") == "prod/payments/api.json");
  CHECK(file_name(association(prod, "payments", ""), one, ".json") == "prod/payments.json");
  CHECK(file_name(association(prod, "..", "../../etc"), one, ".json") == "prod/%2E%2E/..%2F..%2Fetc.json");
  CHECK(file_name(association(prod, "payments", "api"), two, ".json") ==
        "prod.eu-west-1.111122223333/payments/api.json");
  CHECK(file_name(association(prod_us, "payments", "api"), two, ".json") ==
        "prod.us-east-1.111122223333/payments/api.json");
}

TEST_CASE("a principal's file lies by account, a tag's by key") {
  const auto principal = [](const char* arn) {
    return file_name({Tenant{Principal{arn}}, ""}, Clusters{}, ".json");
  };
  CHECK(principal("arn:aws:iam::111122223333:role/batch") == "111122223333/role-batch.json");
  CHECK(principal("arn:aws:iam::111122223333:role/teams/batch") == "111122223333/role-teams%2Fbatch.json");
  CHECK(principal("arn:aws:iam::111122223333:user/batch") == "111122223333/user-batch.json");
  CHECK(principal("arn:aws:iam::111122223333:root") == "111122223333/root.json");
  CHECK(principal("batch/..") == "%/batch%2F...json");
  CHECK(file_name({Tenant{SessionTag{"team", "a/b"}}, ""}, Clusters{}, ".json") == "team/a%2Fb.json");
  CHECK(file_name({Tenant{SessionTag{"..", ""}}, ""}, Clusters{}, ".json") == "%2E%2E/%.json");
}

TEST_CASE("no two units of one kind share a path") {
  const std::vector<std::string> names = all_words({".", "/", "-", "a"}, 2);
  std::set<std::string> files;
  std::size_t units = 0;
  const Clusters clusters({prod, prod_us}, {});
  for (const char* cluster : {prod, prod_us}) {
    for (const std::string& name_space : names) {
      for (const std::string& service_account : names) {
        if (service_account.empty()) continue;  // the whole namespace: another --per
        files.insert(file_name(association(cluster, name_space, service_account), clusters, ".json"));
        ++units;
      }
    }
  }
  CHECK(files.size() == units);

  std::set<std::string> principals;
  std::size_t count = 0;
  for (const char* kind : {"role/", "user/"}) {
    for (const std::string& name : all_words({"/", "-", "a", "%"}, 3)) {
      principals.insert(file_name({Tenant{Principal{"arn:aws:iam::111122223333:" + std::string(kind) + name}}, ""},
                                  clusters, ".json"));
      ++count;
    }
  }
  CHECK(principals.size() == count);
}

}  // namespace scopedown::testing
