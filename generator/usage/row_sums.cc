// A flat table of (owner, call, item), open addressing, at most half full. A sum does not depend on
// the order in which it is added up.
//
// Tested by row_sums_test.cc, and by ledger_test.cc for what is made of it.

#include "generator/usage/row_sums.h"

#include <algorithm>

#include "generator/logs/event_id.h"
#include "generator/logs/text_hash.h"

namespace scopedown {
namespace {

constexpr std::size_t slots_min = 4096;

std::uint32_t hash_of(OwnedCall where, std::string_view item) {
  const std::uint64_t numbers =
      static_cast<std::uint64_t>(where.owner) << 32U ^ static_cast<std::uint64_t>(where.call);
  const std::uint64_t hash =
      folded_product(numbers ^ text_hash_seed.second, text_hash(item) ^ text_hash_seed.first);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

// Two that differ are in the order of their texts.
std::uint64_t beginning_of(std::string_view text) {
  std::uint64_t beginning = 0;
  for (std::size_t index = 0; index < sizeof beginning; ++index)
    beginning =
        beginning << 8U | (index < text.size() ? static_cast<unsigned char>(text[index]) : 0);
  return beginning;
}

}  // namespace

void RowSums::add(OwnedCall where, const BatchSum& sum, const Batch& batch) {
  RowSum& row = sum_of(where, batch.item_of(sum.call));
  const bool is_first = row.calls == 0;
  row.calls += sum.calls;
  row.events += sum.events;
  if (sum.first_seen != 0) {
    row.first_seen =
        row.first_seen == 0 ? sum.first_seen : std::min(row.first_seen, sum.first_seen);
    row.last_seen = std::max(row.last_seen, sum.last_seen);
  }
  take_sample(row, *sum.sample, batch, is_first);
}

std::string RowSums::sample(const RowSum& sum) const {
  if (sum.sample_text != 0) return samples_[sum.sample_text - 1];
  const UuidText uuid = uuid_text(sum.sample_id);
  return {uuid.data(), uuid.size()};
}

// Most are told apart by what lies beside the pointer.
std::vector<const RowSum*> RowSums::in_order() const {
  struct Placed {
    OwnedCall where;
    std::uint64_t beginning = 0;  // of the item, its first byte highest
    const RowSum* sum = nullptr;
  };

  std::vector<Placed> placed;
  placed.reserve(sums_.size());
  for (const RowSum& sum : sums_)
    placed.push_back({sum.where, beginning_of(item(sum)), &sum});
  std::ranges::sort(placed, [this](const Placed& a, const Placed& b) {
    if (a.where != b.where) return a.where < b.where;
    if (a.beginning != b.beginning) return a.beginning < b.beginning;
    return item(*a.sum) < item(*b.sum);
  });
  std::vector<const RowSum*> order;
  order.reserve(placed.size());
  for (const Placed& one : placed)
    order.push_back(one.sum);
  return order;
}

RowSum& RowSums::sum_of(OwnedCall where, std::string_view item) {
  if (2 * (sums_.size() + 1) > slots_.size()) grow();
  const std::uint32_t hash = hash_of(where, item);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t index = hash & mask;; index = (index + 1) & mask) {
    Slot& slot = slots_[index];
    if (slot.number_plus_one == 0) {
      slot = {hash, static_cast<std::uint32_t>(sums_.size() + 1)};
      RowSum& sum = sums_.emplace_back();
      sum.where = where;
      sum.item_begin = items_.size();
      sum.item_bytes = static_cast<std::uint32_t>(item.size());
      items_.append(item);
      hashes_.push_back(hash);
      return sum;
    }
    if (slot.hash != hash) continue;
    RowSum& sum = sums_[slot.number_plus_one - 1];
    if (sum.where == where && this->item(sum) == item) return sum;
  }
}

// The smaller of the two, as texts; of UUIDs the order is that of their bits. "" is no sample.
void RowSums::take_sample(RowSum& sum, const Batch::Entry& entry, const Batch& batch,
                          bool is_first) {
  const bool is_uuid = entry.sample == Batch::id_is_sample;
  if (is_uuid && (is_first || sum.sample_text == 0)) {
    sum.sample_id = is_first ? entry.id : std::min(sum.sample_id, entry.id);
    return;
  }
  const std::string text = batch.sample_of(entry);
  if (!is_first) {
    const std::string known = sample(sum);
    if (text.empty() || (!known.empty() && known <= text)) return;
  }
  if (is_uuid) {
    sum.sample_id = entry.id;
    sum.sample_text = 0;
    return;
  }
  sample_bytes_ += sizeof(std::string) + text.size();
  samples_.push_back(text);
  sum.sample_text = static_cast<std::uint32_t>(samples_.size());
}

void RowSums::grow() {
  slots_.assign(slots_.empty() ? slots_min : 2 * slots_.size(), {});
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t number = 0; number < sums_.size(); ++number) {
    std::size_t index = hashes_[number] & mask;
    while (slots_[index].number_plus_one != 0)
      index = (index + 1) & mask;
    slots_[index] = {hashes_[number], static_cast<std::uint32_t>(number + 1)};
  }
}

}  // namespace scopedown
