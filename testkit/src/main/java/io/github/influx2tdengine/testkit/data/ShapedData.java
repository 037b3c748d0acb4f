package io.github.influx2tdengine.testkit.data;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Series that all have a point at each step. A point depends only on the seed, its series and its
 * step.
 *
 * @param step nanoseconds between two points of a series
 * @param tags the tags of a series as a line has them, each with its comma
 * @param fields appends a point's fields as a line has them
 */
record ShapedData(
    String measurement,
    long points,
    int series,
    long step,
    long seed,
    IntFunction<String> tags,
    BiConsumer<StringBuilder, SplittableRandom> fields)
    implements Dataset {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  ShapedData {
    if (points < 0 || series < 1) {
      throw new IllegalArgumentException("points " + points + ", series " + series);
    }
  }

  @Override
  public Instant begin() {
    return BEGIN;
  }

  @Override
  public Instant end() {
    return BEGIN.plusNanos((points + series - 1) / series * step);
  }

  @Override
  public Stream<String> lines() {
    String[] heads = new String[series];
    for (int i = 0; i < series; i++) {
      heads[i] = measurement + tags.apply(i) + ' ';
    }
    long first = BEGIN.getEpochSecond() * 1_000_000_000L;
    return LongStream.range(0, points)
        .mapToObj(
            point -> {
              StringBuilder line = new StringBuilder(heads[(int) (point % series)]);
              fields.accept(line, new SplittableRandom(seed * 31 + point * 0x9E3779B97F4A7C15L));
              return line.append(' ').append(first + point / series * step).toString();
            });
  }
}
