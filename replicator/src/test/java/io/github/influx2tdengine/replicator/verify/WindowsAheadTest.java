package io.github.influx2tdengine.replicator.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.source.config.FieldSelection;
import io.github.influx2tdengine.source.config.Transport;
import io.github.influx2tdengine.source.plan.Window;
import io.github.influx2tdengine.source.read.Database;
import io.github.influx2tdengine.source.read.InfluxException;
import io.github.influx2tdengine.source.read.InfluxHttp;
import io.github.influx2tdengine.source.read.Measurement;
import io.github.influx2tdengine.source.read.WindowContent;
import io.github.influx2tdengine.source.read.WindowReader;
import io.github.influx2tdengine.testkit.influx.InfluxStandIn;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowsAheadTest {
  private static final String BUCKET = "ahead";
  private static final long HOUR = 3_600_000_000_000L;

  /** A point every minute for two days, then none, then one more. */
  private static final long POINTS = 2 * 24 * 60;

  private static final Window RANGE = new Window(0, 100 * 24 * HOUR);
  private static final long LAST = 90 * 24 * HOUR + 7;

  private final InfluxStandIn standIn = InfluxStandIn.start1();
  private final InfluxHttp http =
      new InfluxHttp(
          URI.create(standIn.url()),
          Transport.direct(Duration.ofMinutes(1), Duration.ofMinutes(1)),
          Optional.empty());

  @BeforeEach
  void write() {
    try (InfluxServer server = InfluxServer.version1(standIn.url(), "", "", "stand-in", () -> {})) {
      server.createBucket(BUCKET);
      server.write(
          BUCKET,
          LongStream.concat(
                  LongStream.range(0, POINTS).map(i -> i * HOUR / 60), LongStream.of(LAST))
              .mapToObj(time -> "m f=1 " + time));
    }
  }

  @AfterEach
  void stop() {
    http.close();
    standIn.close();
  }

  /** Reads the stand-in; tests have it fail. */
  private class Reading implements WindowsAhead.Reader {
    private final WindowReader reader =
        new WindowReader(
            http,
            new Database(BUCKET, ""),
            new FieldSelection(Optional.empty(), Optional.empty()),
            Map.of());
    private final Measurement measurement = new Measurement("m");

    @Override
    public WindowContent read(Window window, long memory) throws IOException {
      return reader.read(measurement, window, memory);
    }

    @Override
    public OptionalLong firstTime(Window window) throws IOException {
      return reader.firstTime(measurement, window);
    }
  }

  private static InfluxException limit() {
    return new InfluxException(InfluxException.Kind.LIMIT, "query timeout");
  }

  /** The windows, which must not overlap, and together hold all points. */
  private static List<Window> windows(WindowsAhead.Reader reader) throws Exception {
    List<Window> windows = new ArrayList<>();
    long points = 0;
    long at = RANGE.from();
    try (WindowsAhead ahead = new WindowsAhead(reader, RANGE, 2)) {
      for (Optional<WindowsAhead.Read> read = ahead.next(); read.isPresent(); read = ahead.next()) {
        Window window = read.get().window();
        assertThat(window.from()).isGreaterThanOrEqualTo(at);
        at = window.to();
        windows.add(window);
        points += read.get().content().points();
      }
    }
    assertThat(points).isEqualTo(POINTS + 1);
    return windows;
  }

  @Test
  void windowsComeInTheOrderOfTimeAndGapsAreSkipped() throws Exception {
    // Without the gap's skipping, windows of at most 30 days would be more.
    assertThat(windows(new Reading()).size()).isBetween(3, 12);
  }

  @Test
  void twoAreReadAtOnce() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    windows(
        new Reading() {
          @Override
          public WindowContent read(Window window, long memory) throws IOException {
            // Nothing is known before the first, which is read alone.
            if (window.from() > 0) {
              both.countDown();
              meet();
            }
            return super.read(window, memory);
          }

          private void meet() throws IOException {
            try {
              if (!both.await(30, TimeUnit.SECONDS)) {
                throw new IOException("no other window was read meanwhile");
              }
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        });
  }

  @Test
  void whatIsTooMuchIsReadInParts() throws Exception {
    List<Window> windows =
        windows(
            new Reading() {
              @Override
              public WindowContent read(Window window, long memory) throws IOException {
                if (window.length() > 2 * HOUR) {
                  throw limit();
                }
                return super.read(window, memory);
              }
            });
    assertThat(windows).allMatch(window -> window.length() <= 2 * HOUR);
  }

  @Test
  void anErrorComesInItsTurn() throws Exception {
    List<Window> read = new ArrayList<>();
    Reading failing =
        new Reading() {
          @Override
          public WindowContent read(Window window, long memory) throws IOException {
            if (window.to() > 24 * HOUR) {
              throw new InfluxException(InfluxException.Kind.UNEXPECTED, "no right to read");
            }
            return super.read(window, memory);
          }
        };
    try (WindowsAhead ahead = new WindowsAhead(failing, RANGE, 2)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  read.add(ahead.next().orElseThrow().window());
                }
              })
          .hasMessage("no right to read");
    }
    assertThat(read).isNotEmpty().allMatch(window -> window.to() <= 24 * HOUR);
  }

  @Test
  void aSearchThatIsTooMuchIsToldAsItIs() throws Exception {
    Reading failing =
        new Reading() {
          @Override
          public OptionalLong firstTime(Window window) throws IOException {
            if (window.from() > 0) {
              throw limit();
            }
            return super.firstTime(window);
          }
        };
    try (WindowsAhead ahead = new WindowsAhead(failing, RANGE, 2)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  ahead.next().orElseThrow();
                }
              })
          .isInstanceOf(InfluxException.class)
          .hasMessage("query timeout");
    }
  }
}
