#include "data/extraction.h"

#include <catch2/catch.hpp>

namespace scopedown::testing {

TEST_CASE("a source keeps the parameters that name its resources, in any letter case") {
  const Extraction::Source& s3 = Extraction::built_in().of("s3.amazonaws.com");
  REQUIRE(s3.find("bucketName") != nullptr);
  CHECK(s3.find("BUCKETNAME") != nullptr);
  CHECK(s3.find("x-amz-copy-source") != nullptr);
  CHECK(s3.find("prefix") != nullptr);
  CHECK(s3.find("delimiter") == nullptr);
  CHECK(s3.find("bucketName2") == nullptr);

  const Extraction::Source& sqs = Extraction::built_in().of("sqs.amazonaws.com");
  CHECK(sqs.find("queueUrl") != nullptr);
  CHECK(sqs.find("queueName") != nullptr);  // a variable of its ARN template
  CHECK(sqs.find("messageBody") == nullptr);
  CHECK(sqs.find("region") == nullptr);

  CHECK(Extraction::built_in().of("kms.amazonaws.com").find("encryptionContext") == nullptr);
  CHECK(Extraction::built_in().of("sts.amazonaws.com").find("policy") == nullptr);
}

TEST_CASE(
    "a source is known by its label, by its other labels, and nothing is kept of a stranger") {
  const Extraction& extraction = Extraction::built_in();
  CHECK(extraction.of("monitoring.amazonaws.com").find("alarmNames[]") != nullptr);
  CHECK(extraction.of("streams.dynamodb.amazonaws.com").find("tableName") != nullptr);
  CHECK(extraction.of("s3.amazonaws.com.cn").find("bucketName") != nullptr);
  CHECK(&extraction.of("s3.amazonaws.com") == &extraction.of("s3"));
  CHECK(extraction.of("nobody.example.com").find("bucketName") == nullptr);
  CHECK(extraction.of("").find("") == nullptr);
}

TEST_CASE("items, lists that explode, and parameters kept for being there") {
  const Extraction::Source& ssm = Extraction::built_in().of("ssm.amazonaws.com");
  CHECK(ssm.find("name")->item);
  CHECK(ssm.find("names[]")->item);
  CHECK(ssm.find("names[]")->explodes);
  CHECK(ssm.explodes("names[]"));
  CHECK_FALSE(ssm.explodes("tags[]"));

  const Extraction::Source& dynamodb = Extraction::built_in().of("dynamodb.amazonaws.com");
  CHECK(dynamodb.explodes("requestItems{}"));
  CHECK(dynamodb.explodes("transactItems[]"));
  CHECK(dynamodb.find("transactItems[].put.TableName")->explodes);

  const Extraction::Source& s3 = Extraction::built_in().of("s3.amazonaws.com");
  CHECK(s3.find("key")->item);
  CHECK(s3.find("versionId")->presence);
  CHECK_FALSE(s3.find("bucketName")->presence);
}

TEST_CASE("an error code says whether AWS had allowed the call") {
  struct Row {
    const char* code;
    ErrorClass error_class;
    const char* because;
  };

  const auto row = GENERATE(
      Row{"", ErrorClass::Succeeded, "no error"},
      Row{"AccessDenied", ErrorClass::Denied, "S3, IAM, STS"},
      Row{"AccessDeniedException", ErrorClass::Denied, "JSON services"},
      Row{"Client.UnauthorizedOperation", ErrorClass::Denied, "EC2"},
      Row{"KMSAccessDeniedException", ErrorClass::Denied, "a prefix before it"},
      Row{"ThrottlingException", ErrorClass::NotEvaluated, "turned away at the door"},
      Row{"ExpiredTokenException", ErrorClass::NotEvaluated, "no good credentials"},
      Row{"SignatureDoesNotMatch", ErrorClass::NotEvaluated, "likewise"},
      Row{"ValidationException", ErrorClass::NotEvaluated, "the request was not understood"},
      Row{"InternalFailure", ErrorClass::NotEvaluated, "nobody knows how far it came"},
      Row{"NoSuchKey", ErrorClass::Missing, "one must be allowed to be told"},
      Row{"NoSuchBucketPolicy", ErrorClass::Failed, "likewise"},
      Row{"ResourceNotFoundException", ErrorClass::Failed, "likewise"},
      Row{"Client.InvalidVolume.NotFound", ErrorClass::Failed, "likewise"},
      Row{"ConditionalCheckFailedException", ErrorClass::Failed, "a condition of the caller's own"},
      Row{"ABrandNewException", ErrorClass::Failed, "an unknown code is taken for a use"});
  CAPTURE(row.code, row.because);
  CHECK(Extraction::built_in().error_class(row.code) == row.error_class);
}

TEST_CASE("the digest is sixteen hexadecimal digits") {
  const std::string& digest = Extraction::built_in().digest();
  CHECK(digest.size() == 16);
  CHECK(digest.find_first_not_of("0123456789abcdef") == std::string::npos);
}

}  // namespace scopedown::testing
