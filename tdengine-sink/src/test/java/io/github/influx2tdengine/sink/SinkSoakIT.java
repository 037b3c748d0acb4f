package io.github.influx2tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.testkit.proxy.Fault;
import io.github.influx2tdengine.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/**
 * Outages at random moments under load: nothing is missing, nothing doubled, the task never fails.
 *
 * <p>{@code -Dsoak=50} sets the number of moments (3 without it). {@code
 * -Dsoak.outages="STOP|START;…"} adds outages of the servers themselves, each a command that stops
 * or kills one and a command that starts it again, to those of the network.
 */
class SinkSoakIT {
  private static final int MOMENTS = Integer.getInteger("soak", 3);
  private static final long SEED = Long.getLong("soak.seed", System.nanoTime());

  /** Rows of one put; with {@link #PAUSE_NANOS} between them about 40,000 rows/s at most. */
  private static final int ROWS = 200;

  private static final long PAUSE_NANOS = 5_000_000;

  private final Random random = new Random(SEED);
  private int sent;

  /** Something that goes wrong, and how it is set right. */
  private interface Outage {
    void begin() throws Exception;

    void end() throws Exception;
  }

  private record Network(FaultProxy proxy, Fault fault) implements Outage {
    @Override
    public void begin() {
      proxy.inject(fault);
    }

    @Override
    public void end() {
      proxy.heal();
    }

    @Override
    public String toString() {
      return "network: " + fault.kind();
    }
  }

  private record Server(String stop, String start) implements Outage {
    @Override
    public void begin() throws Exception {
      run(stop);
    }

    @Override
    public void end() throws Exception {
      run(start);
    }

    private static void run(String command) throws IOException, InterruptedException {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor();
    }

    @Override
    public String toString() {
      return "server: " + stop;
    }
  }

  private List<Outage> outages(FaultProxy proxy) {
    List<Outage> outages = new ArrayList<>();
    for (Fault fault :
        List.of(
            Fault.hang(),
            Fault.drop(),
            Fault.cutAfter(random.nextInt(2_000)),
            Fault.slow(5_000),
            Fault.refuse(),
            Fault.blackHole())) {
      outages.add(new Network(proxy, fault));
    }
    for (String pair : System.getProperty("soak.outages", "").split(";")) {
      if (!pair.isBlank()) {
        String[] commands = pair.split("\\|");
        outages.add(new Server(commands[0], commands[1]));
      }
    }
    return outages;
  }

  private void put(Harness sink, long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      List<SinkRecord> records = new ArrayList<>();
      if (sink.context.paused.isEmpty()) {
        for (int i = 0; i < ROWS; i++, sent++) {
          records.add(sink.line("m,t=" + sent % 50 + " v=" + sent + "i,s=\"x\" " + (1_000 + sent)));
        }
      }
      sink.task.put(records);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Test
  void outagesAtRandomMomentsLoseAndDoubleNothing() throws Exception {
    System.out.println(
        "soak: "
            + MOMENTS
            + " moments with seed "
            + SEED
            + (MOMENTS > 3 ? "" : "; -Dsoak=50 and -Dsoak.outages for more"));
    try (FaultProxy proxy = FaultProxy.before(TestTdengine.restUrl());
        Harness sink =
            new Harness(proxy.through(TestTdengine.jdbcUrl()))
                .with(SinkConfig.REQUEST_TIMEOUT, "2000")
                .with(SinkConfig.CONNECT_TIMEOUT, "10000")
                .with(SinkConfig.RETRY_BACKOFF_MAX, "1000")
                .with(SinkConfig.BATCH_ROWS, "1000")
                .start()) {
      List<Outage> outages = outages(proxy);
      put(sink, 500);
      for (int moment = 0; moment < MOMENTS; moment++) {
        // All kinds take turns, the longest unused last; so 50 moments have each several times.
        Outage outage = outages.get((moment + (int) (SEED & 7)) % outages.size());
        put(sink, random.nextInt(300));
        outage.begin();
        put(sink, 500 + random.nextInt(1_500));
        outage.end();
        put(sink, 200);
        System.out.println("soak: " + moment + " " + outage + ", " + sent + " rows sent");
      }
      sink.awaitCommitted();
      assertThat(sink.context.errors).isEmpty();
      assertThat(sink.query("SELECT COUNT(*), SUM(v), MIN(v), MAX(v) FROM m"))
          .containsExactly(List.of("" + sent, "" + (sent - 1L) * sent / 2, "0", "" + (sent - 1)));
      assertThat((Long) sink.metric("Retries")).isPositive();
    }
  }
}
