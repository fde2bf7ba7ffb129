// The same work for many numbers, on several threads.

#ifndef SCOPEDOWN_GENERATOR_PARALLEL_H_
#define SCOPEDOWN_GENERATOR_PARALLEL_H_

#include <cstddef>
#include <functional>

namespace scopedown {

// Calls `work` once for each number below `count`, in any order, and returns when all are done.
// `threads`: 0 is as many as the machine has. What `work` throws, of the lowest number, is thrown
// again after all have stopped; numbers that were not begun by then are left out.
void in_parallel(std::size_t count, std::size_t threads,
                 const std::function<void(std::size_t)>& work);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_PARALLEL_H_
