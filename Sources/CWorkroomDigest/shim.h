// The processor's own instructions for SHA-256 (FIPS 180-4), which Swift has no words for. Where there are none, the
// function says so and does nothing, and the caller computes.
//
// Intel, "Intel SHA Extensions" (2013) describes the instructions: `sha256rnds2` makes two rounds, `sha256msg1` and
// `sha256msg2` the message schedule, four words at a time.

#ifndef CWORKROOM_DIGEST_SHIM_H
#define CWORKROOM_DIGEST_SHIM_H

#include <stdint.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

/// Whether this processor has the instructions.
static inline _Bool workroom_sha256_has_instructions(void) {
  unsigned int a, b, c, d;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & (1u << 29))) return 0;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & (1u << 19)) && (c & (1u << 9));
}

/// Adds one block of 64 bytes to a state of eight words; `constants` are the 64 of the standard.
__attribute__((target("sha,sse4.1,ssse3"))) static inline void workroom_sha256_block(
    uint32_t *state, const uint8_t *block, const uint32_t *constants) {
  const __m128i bigEndian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  // The instructions want the state as (a b e f) and (c d g h), highest word first.
  __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
  __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(low, high, 8), cdgh = _mm_blend_epi16(high, low, 0xF0);
  const __m128i abefBefore = abef, cdghBefore = cdgh;
  __m128i words[4];
  for (int i = 0; i < 4; i++)
    words[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(block + 16 * i)), bigEndian);
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i++) {
    __m128i now = words[i & 3];
    __m128i sum = _mm_add_epi32(now, _mm_loadu_si128((const __m128i *)(constants + 4 * i)));
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
    if (i < 12) {
      __m128i last = words[(i + 3) & 3];
      __m128i next = _mm_sha256msg1_epu32(now, words[(i + 1) & 3]);
      next = _mm_add_epi32(next, _mm_alignr_epi8(last, words[(i + 2) & 3], 4));
      words[i & 3] = _mm_sha256msg2_epu32(next, last);
    }
  }
  abef = _mm_shuffle_epi32(_mm_add_epi32(abef, abefBefore), 0x1B);
  cdgh = _mm_shuffle_epi32(_mm_add_epi32(cdgh, cdghBefore), 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(abef, cdgh, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(cdgh, abef, 8));
}
#else
static inline _Bool workroom_sha256_has_instructions(void) { return 0; }
static inline void workroom_sha256_block(uint32_t *state, const uint8_t *block, const uint32_t *constants) {}
#endif

#endif
