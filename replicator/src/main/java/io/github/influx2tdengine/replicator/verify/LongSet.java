package io.github.influx2tdengine.replicator.verify;

import java.nio.charset.StandardCharsets;

/**
 * A set of 64-bit numbers in 8 to 16 bytes each, for hashes of names: a bucket may have millions of
 * series, and two of ten million hashes are the same once in 300,000 comparisons.
 */
final class LongSet {
  private static final int SMALLEST = 64;

  private long[] slots = new long[SMALLEST];
  private int size;
  private boolean zero;

  /** False when it was there already. */
  boolean add(long value) {
    if (value == 0) {
      boolean added = !zero;
      zero = true;
      return added;
    }
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    int at = place(slots, value);
    if (slots[at] == value) {
      return false;
    }
    slots[at] = value;
    size++;
    return true;
  }

  boolean contains(long value) {
    return value == 0 ? zero : slots[place(slots, value)] == value;
  }

  int size() {
    return size + (zero ? 1 : 0);
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long value : slots) {
      if (value != 0) {
        larger[place(larger, value)] = value;
      }
    }
    slots = larger;
  }

  /** Where the value is, or the free slot where it would be. */
  private static int place(long[] slots, long value) {
    int mask = slots.length - 1;
    int at = (int) (mix(value) & mask);
    while (slots[at] != 0 && slots[at] != value) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 32)) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  /** A hash of texts, all 64 bits of which depend on every byte. */
  static long hash(String... texts) {
    long hash = 0xcbf29ce484222325L;
    for (String text : texts) {
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
      }
      // No byte of UTF-8: "a", "bc" and "ab", "c" are not the same.
      hash = (hash ^ 0xff) * 0x100000001b3L;
      hash ^= hash >>> 31;
    }
    return hash;
  }
}
