/**
 * Notes at `places` where in the text from `from` to `to` one of many literals may end, told by its last three
 * characters: how many places there are, or -1 where the text is not all plain ASCII, is written with escapes, or has
 * more than `room` of them. `LiteralScreen` of src/lazy writes what stands at `screen`: for each of the three, the last
 * one first, a set of literals for each lower and for each higher half of a byte, one bit a set.
 */
export function literalEnds(screen: usize, from: usize, to: usize, places: usize, room: u32): i32 {
  const lower = i8x16.splat(15);
  const nothing = i8x16.splat(0);
  let count: u32 = 0;
  for (let at = from; at < to; at += 16) {
    const last = v128.load(at);
    const rest = to - at;
    const inText: u32 = rest < 16 ? (1 << (<u32>rest)) - 1 : 0xffff;
    const odd = i8x16.bitmask(v128.or(last, i8x16.eq(last, i8x16.splat(0x5c))));
    if ((<u32>odd & inText) !== 0) return -1;
    const sets = v128.and(
      v128.and(setsOf(screen, last, lower), setsOf(screen + 32, v128.load(at - 1), lower)),
      setsOf(screen + 64, v128.load(at - 2), lower),
    );
    for (let bits = <u32>i8x16.bitmask(i8x16.ne(sets, nothing)) & inText; bits !== 0; bits &= bits - 1) {
      if (count === room) return -1;
      store<u32>(places + ((<usize>count) << 2), <u32>at + ctz(bits) + 1);
      count += 1;
    }
  }
  return <i32>count;
}

function setsOf(halves: usize, bytes: v128, lower: v128): v128 {
  const byLower = i8x16.swizzle(v128.load(halves), v128.and(bytes, lower));
  const byHigher = i8x16.swizzle(v128.load(halves, 16), i8x16.shr_u(bytes, 4));
  return v128.and(byLower, byHigher);
}
