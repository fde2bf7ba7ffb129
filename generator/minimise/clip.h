// The shortest way to write an action pattern.
//
//   ec2:AttachVolume       →  ec2:AttachVo*       the only action that begins so
//   sqs:*Visibility        →  sqs:*ity            the only two that end so
//   s3:GetObject           →  s3:GetObject        GetObjectAcl begins so too
//
// Nothing more is reached than before, of the actions that AWS has published. But an action that AWS
// publishes later may begin so, and words that are cut short are hard to read. So the search writes
// whole words where those do.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_CLIP_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_CLIP_H_

#include "model/action.h"
#include "model/catalogue.h"

namespace scopedown {

// Reaches the same actions of the catalogue, by a beginning or an ending; of equals the beginning.
// The pattern itself if none is shorter, or if the catalogue has nothing under it.
[[nodiscard]] ActionPattern clipped(const ActionPattern& pattern, const Catalogue& catalogue);

// Whether the pattern's wildcard stands inside a word of a name that it reaches.
[[nodiscard]] bool cuts_a_word(const ActionPattern& pattern, const Catalogue& catalogue);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_CLIP_H_
