#include "generator/usage/usage_rows_text.h"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "generator/error.h"
#include "generator/usage/fold.h"
#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

constexpr std::string_view digest = "0123456789abcdef";

std::string any_text(Random& random, Size size) {
  constexpr std::string_view letters = "a\",\r\n\x1f %";
  std::string text;
  for (Size left = any_number(random, std::min<Size>(size, 4)); left > 0; --left)
    text += letters[any_number(random, letters.size() - 1)];
  return text;
}

std::vector<UsageRow> any_rows(Random& random, Size size) {
  std::vector<UsageRow> rows;
  for (Size left = any_number(random, size / 2); left > 0; --left) {
    UsageRow row;
    const auto text = [&] { return any_text(random, size); };
    row.key.who = {"irsa", 1, any_number(random, 1) == 0, text(), text(), text(), text(),
                   text(), ""};
    row.key.account = text();
    row.key.parameters = text();
    row.key.resources = text();
    row.key.fold_min = row.key.fold_max = text();
    row.key.error_class = any_number(random, 1) == 0 ? "denied" : "";
    row.count = {1 + any_number(random, 9), static_cast<std::int64_t>(any_number(random, 9)), 9,
                 text()};
    rows.push_back(row);
  }
  return fold(std::move(rows), 2);
}

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(read_usage_rows(text, "usage.csv", digest));
  } catch (const Error& error) {
    return error.what();
  }
  return "read";
}

std::string one_row() {
  UsageRow row;
  row.key.who.session = "role";
  row.count.calls = 1;
  return usage_rows_text({row}, digest);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("rows are given back by their text") {
  for_all(any_rows, [](const std::vector<UsageRow>& rows) {
    const std::string text = usage_rows_text(rows, digest);
    CAPTURE(text);
    const std::vector<UsageRow> read = read_usage_rows(text, "usage.csv", digest);
    REQUIRE(read.size() == rows.size());
    for (std::size_t index = 0; index < rows.size(); ++index) {
      REQUIRE(read[index].key == rows[index].key);
      REQUIRE(read[index].count == rows[index].count);
    }
  });
}

TEST_CASE("rows are read as engines write them") {
  const std::string columns =
      "schema,session,hop,replaced,cluster,namespace,service_account,principal,tags,doubt,account,"
      "region,event_source,event_name,error_class,parameters,resources,folded,fold_prefix,fold_min,"
      "fold_max,events,first_seen,last_seen,sample,calls\r\n";
  const auto rows = read_usage_rows(
      columns +
          "scopedown-usage-1:0123456789abcdef,role,0,0,,,,p,,,a,r,s3.amazonaws.com,GetObject,,"
          "\"bucketName=a\"\"b\",,1,x/,x/a,x/b,11,2026-11-01T00:00:00Z,,id,12\r\n",
      "usage.csv", digest);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].key.parameters == "bucketName=a\"b");
  CHECK(rows[0].key.folded == 1);
  CHECK(rows[0].count == UsageCount{12, 1'793'491'200, 0, "id", 11});

  const auto json = read_usage_rows(
      R"({"schema":"scopedown-usage-1:0123456789abcdef","session":"role","hop":0,"replaced":false,"cluster":"","namespace":"","service_account":"","principal":"p","tags":"","doubt":"","account":"a","region":"r","event_source":"s3.amazonaws.com","event_name":"GetObject","error_class":"","parameters":"bucketName=a\"b","resources":"","folded":1,"fold_prefix":"x/","fold_min":"x/a","fold_max":"x/b","calls":12,"first_seen":"2026-11-01T00:00:00Z","last_seen":"","sample":"id","events":11})"
      "\n",
      "usage.jsonl", digest);
  REQUIRE(json.size() == 1);
  CHECK(json[0].key == rows[0].key);
  CHECK(json[0].count == rows[0].count);
}

TEST_CASE("rows that are not ours are refused, with their place") {
  CHECK(refusal("") == "usage.csv: empty: not even a header line");
  CHECK(refusal("a,b\n") == "usage.csv:1: unknown column `a`");
  CHECK(refusal("\"schema\"\n") == "usage.csv:1: no column `session`; are these usage rows?");
  CHECK(refusal("schema,schema\n") == "usage.csv:1: two columns `schema`");
  CHECK(refusal(one_row()) == "read");
  CHECK(refusal(one_row() + "1,2\n") == "usage.csv:3: 2 fields where the header has 26");
  CHECK(refusal(one_row() + "\"1") == "usage.csv:3: a quote is not closed");
  CHECK(refusal(one_row() + "\"1\"2") == "usage.csv:3: text after a closing quote");
  CHECK(
      refusal(replaced(one_row(), "0123456789abcdef", "f")) ==
      "usage.csv:2: made with other extraction tables (`scopedown-usage-1:f`, ours are "
      "`scopedown-usage-1:0123456789abcdef`); print the query again with this program, and run it "
      "again");
  CHECK(refusal(replaced(one_row(), "\"role\"", "\"rôle\"")) ==
        "usage.csv:2: `session` is `rôle`: unknown");
  CHECK(refusal(replaced(one_row(), "\"role\",\"0\"", "\"role\",\"-1\"")) ==
        "usage.csv:2: `hop` is `-1`: no number from 0 to 1000000");
  CHECK(refusal("{\"schema\":1}") == "usage.csv:1: a column is missing");
  CHECK(refusal("{\"schema\":[]}") == "usage.csv:1: a value is neither a text nor a number");
  CHECK(refusal("{") == "usage.csv:1: not a JSON object");
}

}  // namespace scopedown::testing
