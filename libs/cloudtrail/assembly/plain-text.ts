const K1: u64 = 0x9e3779b97f4b;
const K2: u64 = 0xc2b2ae3d27d5;

/**
 * A hash, never 0, of the text of a string from behind its opening quote to its closing one; 0 where it is empty, not all
 * ASCII, or has an escape. Sixteen bytes behind it may be read.
 */
export function plainTextHash(from: usize, to: usize): u32 {
  if (from >= to) return 0;
  let hash: u64 = <u64>(to - from);
  for (let at = from; at < to; at += 16) {
    let block = v128.load(at);
    const left = to - at;
    if (left < 16) {
      const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
      block = v128.and(block, i8x16.lt_s(places, i8x16.splat(<i8>left)));
    }
    // Bytes from 0x7f on are those that are not below it, as signed bytes the negative ones among them.
    const unusual = v128.or(i8x16.eq(i8x16.max_u(block, i8x16.splat(0x7f)), block), i8x16.eq(block, i8x16.splat(0x5c)));
    if (v128.any_true(unusual)) return 0;
    hash = (hash ^ i64x2.extract_lane(block, 0)) * K1;
    hash ^= hash >> 29;
    hash = (hash ^ i64x2.extract_lane(block, 1)) * K2;
    hash ^= hash >> 32;
  }
  return <u32>hash | 1;
}
