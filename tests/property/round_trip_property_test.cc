// Goal: parse(text(x)) is x, for every value that has a text; and text that is none is refused, not misread.
// Method: values and damaged texts from small alphabets that hold each separator and each escape.

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "model/action.h"
#include "model/arn.h"
#include "model/tenant.h"
#include "tests/support/pick.h"
#include "tests/support/print.h"

namespace scopedown::testing {
namespace {

const std::vector<std::string> hostile{"a", "%", ",", "=", ":", "/", "2", "C", "\n", std::string(1, '\0'),
                                       "\x7f", "\u00e9", "\xff", "namespace", ",value="};

std::string any_name(Random& random, Size size) {
  return pick(random, hostile) + any_word(random, size / 4, hostile);
}

Unit any_unit(Random& random, Size size) {
  const Size kind = any_number(random, 2);
  if (kind == 1) return {Tenant{Principal{any_name(random, size)}}, ""};
  if (kind == 2) {
    const std::string value = once_in(random, 5) ? "" : any_name(random, size);  // a tag's may be empty
    return {Tenant{SessionTag{any_name(random, size), value}}, ""};
  }
  const std::string service_account = once_in(random, 2) ? "" : any_name(random, size);
  return {Tenant{Namespace{any_name(random, size), any_name(random, size)}}, service_account};
}

}  // namespace

TEST_CASE("tenants and units are read back from their text, whatever their names hold") {
  for_all(any_unit, [](const Unit& unit) {
    REQUIRE(Unit::parse(unit.text()) == unit);
    REQUIRE(Tenant::parse(unit.tenant.text()) == unit.tenant);
  });
}

TEST_CASE("a unit's text holds no control character") {
  for_all(any_unit, [](const Unit& unit) {
    for (const char byte : unit.text()) {
      REQUIRE(static_cast<unsigned char>(byte) >= 0x20U);
      REQUIRE(byte != '\x7f');
    }
  });
}

TEST_CASE("two units never share a text") {
  const auto any_two = [](Random& random, Size size) {
    return std::pair{any_unit(random, size / 3), any_unit(random, size / 3)};
  };
  for_all(any_two, [](const auto& two) {
    const auto& [one, other] = two;
    CAPTURE(one, other);
    REQUIRE((one.text() == other.text()) == (one == other));
  });
}

TEST_CASE("a text is read as a unit only if it is how that unit is written") {
  const auto any_text = [](Random& random, Size size) {
    std::string text = any_unit(random, size).text();
    return damaged(random, damaged(random, text, "%,=a2"), "%,=a2");
  };
  for_all(any_text, [](const std::string& text) {
    const auto unit = Unit::parse(text);
    if (unit) REQUIRE(unit->text() == text);
    const auto tenant = Tenant::parse(text);
    if (tenant) REQUIRE(tenant->text() == text);
  });
}

TEST_CASE("ARNs and actions are read back from their text") {
  const auto any_text = [](Random& random, Size size) {
    const std::vector<std::string> starts{"arn:aws:s3:::", "arn:aws:sqs:eu-west-1:111122223333:", "s3:", "arn:", ""};
    return pick(random, starts) + any_word(random, size / 2, {"a", "B", "9", ":", "-", "_", "/", "*", "\u00e9"});
  };
  std::size_t arns = 0;
  std::size_t actions = 0;
  std::size_t patterns = 0;
  for_all(any_text, [&](const std::string& text) {
    if (const auto arn = Arn::parse(text)) {
      ++arns;
      REQUIRE(arn->text() == text);
      REQUIRE(Arn::parse(arn->text()) == arn);
    }
    if (const auto action = Action::parse(text)) {
      ++actions;
      REQUIRE(action->text() == text);
      const ActionPattern pattern = ActionPattern::exactly(*action);
      REQUIRE(pattern.is_exact());
      REQUIRE(ActionPattern::parse(pattern.text()) == pattern);
      REQUIRE(ActionPattern::parse(pattern.text())->glob() == pattern.glob());
      REQUIRE(pattern.matches(*action));
    }
    if (const auto pattern = ActionPattern::parse(text)) {
      ++patterns;
      REQUIRE(pattern->text() == text);
    }
  });
  CHECK(arns > 200);
  CHECK(actions > 20);
  CHECK(patterns > actions);
}

}  // namespace scopedown::testing
