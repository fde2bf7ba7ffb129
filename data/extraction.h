// Which parts of a CloudTrail record the ledger keeps: the extraction tables.
//
//   const Extraction::Source& source = Extraction::built_in().of("sqs.amazonaws.com");
//   source.find("queueUrl")      kept
//   source.find("maxResults")    null: not kept
//
// A path is the parameter's place in requestParameters: `bucketName`, `filter.name`; `names[]`
// for the elements of a list, `requestItems{}` for the keys of a map, `items[].id` for what lies
// inside of each element. Letter case is ignored, since AWS logs `tableName` and `TableName`.
// Two things of EC2's are no part of a path: the object that newer calls wrap all in, whose name
// ends in `Request`, and the numbering of lists in it ({"tag":1,"content":X} stands for X, as an
// element, even where there is but one and no list around it).
//
// The tables decide what is a row of the ledger, so two ledgers (or a ledger and the rows that a
// SQL engine made) may be merged only if `digest()` is the same. How a kept row is interpreted is
// not here: a better catalogue reads old rows anew.
//
// A few elements of the response are kept as if they had been parameters, under
// `responseElements.NAME`: what the service chose where the request did not (responses.tsv).
//
// Sources: parameters.tsv, responses.tsv, error_codes.tsv, event_sources.tsv here; and, as top-level
// parameters, the variables of the service's ARN templates. Those variables are not in the digest:
// a newer catalogue only keeps more, and a row without them is wider, never wrong.

#ifndef SCOPEDOWN_DATA_EXTRACTION_H_
#define SCOPEDOWN_DATA_EXTRACTION_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace scopedown {

enum class ErrorClass {
  Succeeded,     // no error code
  Denied,        // AWS said no
  Failed,        // refused for another reason, after AWS had allowed it: counts as use
  Missing,       // the same, because what was asked for is not there
  NotEvaluated,  // failed before AWS asked for permission: says nothing
};

// How a request parameter is kept.
struct Keeping {
  bool item = false;      // it is the call's open-ended name (usage_row.h, `item`)
  bool explodes = false;  // it lies in a list of which each element makes a row of its own
  bool presence = false;  // only that it is there: a row has it with the value "" ("versionId=")
};

class Extraction {
 private:
  struct FoldedHash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the library looks for it
    [[nodiscard]] std::size_t operator()(std::string_view text) const;
  };

  struct FoldedEqual {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the library looks for it
    [[nodiscard]] bool operator()(std::string_view a, std::string_view b) const;
  };

 public:
  // What is kept of the calls to one event source.
  class Source {
   public:
    // Null if the parameter at `path` is not kept. One hash and one comparison; no allocation.
    [[nodiscard]] const Keeping* find(std::string_view path) const;

    // True if each element of the list at `path`, which ends in "[]" or "{}", makes a row of its
    // own. Only the outermost list of a kept path does.
    [[nodiscard]] bool explodes(std::string_view path) const;

    // Whether responseElements.NAME is kept; and whether any is.
    [[nodiscard]] bool keeps_response(std::string_view name) const;

    [[nodiscard]] bool keeps_responses() const { return !responses_.empty(); }

   private:
    friend class Extraction;
    std::unordered_map<std::string, Keeping, FoldedHash, FoldedEqual>
        kept_;                            // looked up, never listed
    std::vector<std::string> exploded_;   // list paths
    std::vector<std::string> responses_;  // names of elements
  };

  // The tables that were built in. Parsed on first use.
  [[nodiscard]] static const Extraction& built_in();

  // `event_source` as in the record, or its first label. One that nobody catalogued keeps nothing.
  // The reference is good for as long as the Extraction is: a reader may remember it.
  [[nodiscard]] const Source& of(std::string_view event_source) const;

  [[nodiscard]] ErrorClass error_class(std::string_view error_code) const;

  // Sixteen hexadecimal digits.
  [[nodiscard]] const std::string& digest() const { return digest_; }

 private:
  Extraction() = default;
  void keep_variables();
  void keep_parameters();
  void keep_responses();
  void add_aliases();
  void read_codes();

  std::unordered_map<std::string, Source, FoldedHash, FoldedEqual>
      sources_;  // by first label; looked up, never listed
  Source nothing_;
  std::unordered_map<std::string, ErrorClass, FoldedHash, FoldedEqual> codes_;  // likewise
  std::vector<std::pair<std::string, ErrorClass>>
      code_patterns_;  // globs, in the order of the table
  std::string digest_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_DATA_EXTRACTION_H_
