package io.github.influx2tdengine.sink.schema;

import java.util.Arrays;

/**
 * How long the texts for one column or tag are: the longest and the shortest of each power of two.
 * With them a table is made for as many as it has room for when there is none for all, and no text
 * that fits nowhere takes the room of the others.
 */
public final class TextLengths {
  private static final int STEPS = 18;

  private final int mostBytes;
  private final int[] longestBytes = new int[STEPS];
  private final int[] longestChars = new int[STEPS];
  private final int[] shortestBytes = new int[STEPS];
  private final int[] shortestChars = new int[STEPS];
  private int longest = -1;
  private boolean beyond;

  /**
   * @param mostBytes what no column can hold is only noted, {@link #beyond()}
   */
  TextLengths(int mostBytes) {
    this.mostBytes = mostBytes;
    Arrays.fill(longestBytes, -1);
  }

  public void add(String text) {
    add(TableNeeds.Text.of(text));
  }

  void add(TableNeeds.Text text) {
    if (text.bytes() > mostBytes) {
      beyond = true;
      return;
    }
    int step = 32 - Integer.numberOfLeadingZeros(Math.max(0, text.bytes() - 1));
    if (longestBytes[step] < 0) {
      longestBytes[step] = longestChars[step] = 0;
      shortestBytes[step] = shortestChars[step] = Integer.MAX_VALUE;
      longest = Math.max(longest, step);
    }
    longestBytes[step] = Math.max(longestBytes[step], text.bytes());
    longestChars[step] = Math.max(longestChars[step], text.chars());
    shortestBytes[step] = Math.min(shortestBytes[step], text.bytes());
    shortestChars[step] = Math.min(shortestChars[step], text.chars());
  }

  /** True when no text was added that any column could hold. */
  boolean isEmpty() {
    return longest < 0;
  }

  /** True when there was a text that no column can hold. */
  boolean beyond() {
    return beyond;
  }

  /** The length that holds all texts, those beyond aside. */
  int needed(TdType type) {
    return Math.max(1, longestWithin(type, Integer.MAX_VALUE));
  }

  /** The length, at most so long, that holds the most texts; 0 where it would hold none. */
  int longestWithin(TdType type, int most) {
    int[] upper = type == TdType.NCHAR ? longestChars : longestBytes;
    int[] lower = type == TdType.NCHAR ? shortestChars : shortestBytes;
    // Counted in characters, the texts of one step may be longer than those of the next.
    int length = 0;
    for (int step = 0; step <= longest; step++) {
      if (longestBytes[step] >= 0) {
        length =
            Math.max(length, upper[step] <= most ? upper[step] : lower[step] <= most ? most : 0);
      }
    }
    return isEmpty() || most < 1 ? 0 : Math.max(1, length);
  }
}
