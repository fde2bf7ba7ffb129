// The logs that reading is timed on: gzip files of {"Records":[...]} as CloudTrail delivers them.
//
// A cluster of 200 namespaces with 5 service accounts each; each pod's session lasts the day. Of
// ten events four are of S3 (a half of the keys come again, a half never do), two of DynamoDB, two
// of SQS, and two of others, secrets and their KMS calls among them. So about a quarter of the
// events make a row of their own, which is on the high side of real logs: there it is a tenth or
// less, and of object stores all the keys.
//
// Nothing is random: the same shape gives the same bytes.

#ifndef SCOPEDOWN_TESTS_BENCH_INGEST_DATA_SET_H_
#define SCOPEDOWN_TESTS_BENCH_INGEST_DATA_SET_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace scopedown::testing {

struct DataSetShape {
  std::size_t events = 1'000'000;
  std::size_t events_per_file = 2'500;
};

struct DataSet {
  std::vector<std::string> files;  // sorted
  std::uint64_t gzip_bytes = 0;
  std::uint64_t json_bytes = 0;
  std::uint64_t records = 0;
};

// Writes the files into `folder`, which is made if it is missing.
[[nodiscard]] DataSet write_data_set(const std::string& folder, const DataSetShape& shape);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_BENCH_INGEST_DATA_SET_H_
