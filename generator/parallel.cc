#include "generator/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace scopedown {

void in_parallel(std::size_t count, std::size_t threads,
                 const std::function<void(std::size_t)>& work) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  std::atomic<std::size_t> next{0};
  std::mutex guard;
  std::map<std::size_t, std::exception_ptr> thrown;  // by number
  const auto take_numbers = [&] {
    for (std::size_t number = next++; number < count; number = next++) {
      try {
        work(number);
      } catch (...) {
        const std::scoped_lock lock(guard);
        thrown.emplace(number, std::current_exception());
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t thread = 1; thread < std::min(threads, count); ++thread)
      others.emplace_back(take_numbers);
    take_numbers();
  }
  if (!thrown.empty()) std::rethrow_exception(thrown.begin()->second);
}

}  // namespace scopedown
