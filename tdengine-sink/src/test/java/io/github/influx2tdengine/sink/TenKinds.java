package io.github.influx2tdengine.sink;

import java.util.List;
import java.util.stream.IntStream;

/** Lines of which one in a hundred is bad, in ten ways that take turns. */
final class TenKinds {
  /** Each spoils a row in its own way; %d is the row's time. */
  private static final String[] BAD = {
    "m,t=1 v= %d",
    "m,t=1 v=1x %d",
    "m,t=1 %d",
    "m,t=,v=1 %d",
    "m t=\"open %d",
    "m,t=1 v=99999999999999999999i %d",
    "m,t=1 s=\"" + "z".repeat(70_000) + "\" %d",
    "m,t=" + "y".repeat(17_000) + " v=1 %d",
    "m,t=1 v=1 92233720368%08d",
    "m,t=1 v=1 -92233720368%08d",
  };

  private TenKinds() {}

  static List<String> lines(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(i -> i % 100 == 50 ? BAD[i / 100 % 10].formatted(1000 + i) : good(i))
        .toList();
  }

  static List<String> clean(int rows) {
    return IntStream.range(0, rows).mapToObj(TenKinds::good).toList();
  }

  private static String good(int i) {
    return "m,t=1 v=%d.5,s=\"ok\" %d".formatted(i, 1000 + i);
  }
}
