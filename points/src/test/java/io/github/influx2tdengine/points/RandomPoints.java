package io.github.influx2tdengine.points;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Seeded blocks made of the characters and numbers that have broken other tools. */
final class RandomPoints {
  private static final String[] PIECES = {
    "a", "Z", "0", " ", ",", "=", "\"", "\\", "\\ ", "\\,", "\\\\", "#", "'", "`", ".", "\t", "é",
    "漢", "🚀", "\uFFFD", "؀", "%", "{", "time", "_"
  };
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1.0,
    -1.5,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1e-7,
    1e21,
    0.1 + 0.2,
    9007199254740993.0,
    Double.MIN_NORMAL,
    123456789.125
  };
  private static final long[] LONGS = {
    0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 9007199254740993L, -9007199254740993L, 42
  };

  private final Random random;
  private final boolean forLines;

  /**
   * @param forLines leaves out what line protocol cannot express: newlines in names, and
   *     backslashes at their end
   */
  RandomPoints(long seed, boolean forLines) {
    this.random = new Random(seed);
    this.forLines = forLines;
  }

  String name() {
    StringBuilder name = new StringBuilder();
    int pieces = 1 + random.nextInt(6);
    for (int i = 0; i < pieces; i++) {
      name.append(PIECES[random.nextInt(PIECES.length)]);
    }
    if (!forLines && random.nextInt(10) == 0) {
      name.append('\n');
    }
    if (forLines && name.charAt(name.length() - 1) == '\\') {
      name.append('x');
    }
    if (forLines && "#\t".indexOf(name.charAt(0)) >= 0) {
      name.insert(0, 'x');
    }
    return name.toString();
  }

  String text() {
    return switch (random.nextInt(5)) {
      case 0 -> "";
      case 1 -> name() + "\n" + name() + "\r\n";
      case 2 -> name() + "\\";
      case 3 -> "x".repeat(random.nextInt(300));
      default -> name();
    };
  }

  SeriesBlock block() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.put(name(), name());
    }
    SeriesBlock.Builder block =
        new SeriesBlock.Builder(new SeriesKey(name(), Tags.of(tags)), random.nextInt(5));
    String[] fields = {name(), name() + "1", name() + "2", name() + "3"};
    int rows = 1 + random.nextInt(40);
    for (int row = 0; row < rows; row++) {
      block.row(LONGS[random.nextInt(LONGS.length)]);
      boolean any = false;
      for (int f = 0; f < fields.length; f++) {
        if (random.nextInt(3) > 0 || f == fields.length - 1 && !any) {
          any = true;
          set(block, fields[f]);
        }
      }
    }
    return block.build();
  }

  private void set(SeriesBlock.Builder block, String field) {
    switch (random.nextInt(5)) {
      case 0 -> block.set(field, DOUBLES[random.nextInt(DOUBLES.length)]);
      case 1 -> block.set(field, LONGS[random.nextInt(LONGS.length)]);
      case 2 -> block.setUnsigned(field, LONGS[random.nextInt(LONGS.length)]);
      case 3 -> block.set(field, random.nextBoolean());
      default -> block.set(field, text());
    }
  }
}
