package io.github.influx2tdengine.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.influx2tdengine.testkit.servers.Pace;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the console costs a worker. */
class LoadIT extends InBrowser {
  private static final int MEASUREMENTS = 500;

  /** Long enough for several looks of the console and several questions of the page. */
  private static final Duration MEASURED = Duration.ofSeconds(15);

  @Test
  void answersQuicklyAndCostsLittleWith500Measurements() {
    influx.write(
        bucket,
        IntStream.range(0, MEASUREMENTS)
            .mapToObj(i -> "m%03d,host=a usage=%d.5 %d".formatted(i, i, time(i % 60))));
    add();
    assertThat(
            page.getByText(
                "m499", new com.microsoft.playwright.Page.GetByTextOptions().setExact(true)))
        .isVisible();
    await()
        .atMost(PATIENCE)
        .until(() -> get("console/api/sources/" + name).get("measurements").size() > MEASUREMENTS);
    // The page of the data source stays open meanwhile, and asks every three seconds.
    Cpu before = Cpu.now();
    List<Long> list = new ArrayList<>();
    List<Long> detail = new ArrayList<>();
    while (System.nanoTime() - before.at < MEASURED.toNanos()) {
      list.add(millis("console/api/sources"));
      detail.add(millis("console/api/sources/" + name));
      page.waitForTimeout(700);
    }
    Cpu after = Cpu.now();
    double share = (double) (after.console - before.console) / (after.at - before.at);
    System.out.printf(
        "With %d measurements and their page open: the list answers in %d ms, the data source in"
            + " %d ms (medians of %d); looking and answering take %.2f %% of a core.%n",
        MEASUREMENTS, median(list), median(detail), list.size(), share * 100);
    Duration limit = Pace.stretched(Duration.ofMillis(300));
    assertThat(median(list)).isLessThan(limit.toMillis());
    assertThat(median(detail)).isLessThan(limit.toMillis());
    assertThat(share).isLessThan(0.05);
  }

  private long millis(String path) {
    long asked = System.nanoTime();
    get(path);
    return (System.nanoTime() - asked) / 1_000_000;
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /**
   * Processor time of the console's thread and of those that answer requests.
   *
   * @param at nanoseconds of the monotonic clock
   */
  private record Cpu(long at, long console) {
    static Cpu now() {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long sum = 0;
      boolean found = false;
      for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
        if (thread != null) {
          boolean looks = thread.getThreadName().equals("influx2tdengine-console");
          found |= looks;
          if (looks || thread.getThreadName().startsWith("qtp")) {
            sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
          }
        }
      }
      assertThat(found).as("the console's thread is there").isTrue();
      return new Cpu(System.nanoTime(), sum);
    }
  }
}
