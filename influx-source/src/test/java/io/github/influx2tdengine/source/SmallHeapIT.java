package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.source.plan.TimeText;
import io.github.influx2tdengine.testkit.influx.GeneratedInflux;
import io.github.influx2tdengine.testkit.influx.GeneratedInflux.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However much there is to read, the source's JVM does with {@code -Xmx256m}. The server computes
 * its answers. Here a fiftieth of the points is read, of fewer measurements and series; {@code
 * -Dheap.points=20000000} reads all.
 */
class SmallHeapIT {
  private static final long BEGIN = 1_767_225_600_000_000_000L;
  private static final int ALL = 20_000_000;
  private static final int POINTS = Integer.getInteger("heap.points", ALL / 50);

  @TempDir Path temp;

  static Stream<Arguments> shapes() {
    // Each measurement costs some queries, whatever it holds.
    int measurements = POINTS < ALL ? 50 : 2_000;
    // Enough that memory cannot hold them at once.
    int burst = POINTS < ALL ? 100_000 : 1_000_000;
    return Stream.of(
        Arguments.of(
            POINTS + " points of 10,000 series",
            new Shape(1, 10_000, POINTS / 10_000, BEGIN, 1_000_000_000L)),
        Arguments.of(
            POINTS + " points of " + measurements + " measurements",
            new Shape(measurements, 5, POINTS / measurements / 5, BEGIN, 1_000_000_000L)),
        Arguments.of(
            burst + " series with one point each, all of one nanosecond",
            new Shape(1, burst, 1, BEGIN, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void aSmallHeapIsEnough(String name, Shape shape) throws IOException, InterruptedException {
    if (POINTS < ALL) {
      System.out.println(name + ": for all of it -Dheap.points=" + ALL);
    }
    Path out = temp.resolve("out.txt");
    try (GeneratedInflux influx = GeneratedInflux.start(shape)) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(DrainedSource.class.getName());
      command.addAll(
          List.of(
              "name=small-heap",
              "influxdb.url=" + influx.url(),
              "bucket=generated",
              "begin.time=2026-01-01T00:00:00Z",
              "end.time=" + TimeText.format(shape.end()),
              "record.format=block",
              "record.points.max=1000"));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      try {
        assertThat(process.waitFor(60, TimeUnit.MINUTES)).as("has ended").isTrue();
      } finally {
        process.destroyForcibly();
      }
      String said = Files.readString(out);
      System.out.println(name + ": " + said.lines().reduce("", (first, last) -> last));
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said).contains("points=" + shape.points() + ",");
    }
  }
}
