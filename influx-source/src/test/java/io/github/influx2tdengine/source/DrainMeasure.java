package io.github.influx2tdengine.source;

import io.github.influx2tdengine.testkit.data.TsbsCpu;
import io.github.influx2tdengine.testkit.proxy.ForwardProxy;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Measures how fast the source reads, one query at a time, against {@code curl} with the very
 * queries that the source sends. Arguments: {@code points series rounds [setting=value…]}; {@code
 * -Dversion=2} for InfluxDB 2.x. Its name is in docs/performance.md, with what it gave.
 */
final class DrainMeasure {
  private final InfluxServer server;
  private final TsbsCpu data;
  private final String bucket;
  private final List<String> settings;

  private DrainMeasure(InfluxServer server, TsbsCpu data, String bucket, List<String> settings) {
    this.server = server;
    this.data = data;
    this.bucket = bucket;
    this.settings = settings;
  }

  public static void main(String[] args) throws Exception {
    long points = Long.parseLong(args[0]);
    int series = Integer.parseInt(args[1]);
    InfluxServer server =
        "2".equals(System.getProperty("version")) ? Servers.influx2() : Servers.influx1();
    String bucket = "src_drain_" + points + "_" + series;
    TsbsCpu data = new TsbsCpu(points, series, 1);
    DrainMeasure measure =
        new DrainMeasure(server, data, bucket, List.of(args).subList(3, args.length));
    server.createBucket(bucket);
    try {
      server.write(bucket, data.lines());
      measure.compare(Integer.parseInt(args[2]));
    } finally {
      server.dropBucket(bucket);
    }
  }

  private void compare(int rounds) throws Exception {
    Path queries = Files.createTempFile("queries", ".curl", secret());
    try {
      try (ForwardProxy proxy = ForwardProxy.open()) {
        drain("influxdb.proxy=" + proxy.url());
        Files.writeString(queries, curl(proxy.bodies()));
      }
      double source = 0;
      double curl = 0;
      for (int round = 1; round <= rounds; round++) {
        double byCurl = seconds(() -> curl(queries));
        double bySource = seconds(() -> drain(""));
        curl += byCurl;
        source += bySource;
        System.out.printf(
            "round %d: curl %.2f s, source %.2f s, ratio of rates %.3f%n",
            round, byCurl, bySource, byCurl / bySource);
      }
      System.out.printf(
          "all %d: curl %.0f points/s, source %.0f points/s, ratio %.3f%n",
          rounds, rounds * data.points() / curl, rounds * data.points() / source, curl / source);
    } finally {
      Files.delete(queries);
    }
  }

  private static java.nio.file.attribute.FileAttribute<?> secret() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static double seconds(Step step) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    step.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  private void drain(String setting) throws InterruptedException {
    SourceRun run =
        SourceRun.on(server, bucket)
            .with("end.time", data.end().toString())
            .with("record.format", "block", "record.points.max", "1000");
    List<String> all = new ArrayList<>(settings);
    if (!setting.isEmpty()) {
      all.add(setting);
    }
    all.forEach(each -> run.with(each.split("=", 2)));
    CRC32 sum = new CRC32();
    try (run) {
      run.start();
      InfluxSourceTask task = run.task(0);
      while (!task.status().isFinished()) {
        List<SourceRecord> records = task.poll();
        for (SourceRecord record : records == null ? List.<SourceRecord>of() : records) {
          // ByteArrayConverter hands the same bytes on.
          sum.update((byte[]) record.value());
          task.commitRecord(record, null);
        }
      }
      if (task.status().getPoints() != data.points()) {
        throw new IllegalStateException(
            "read " + task.status().getPoints() + " of " + data.points() + " points");
      }
      System.out.printf(
          "  %d windows, %d empty, %d halved, checksum %08x%n",
          task.status().getWindows(),
          task.status().getEmptyWindows(),
          task.status().getHalvedWindows(),
          sum.getValue());
    }
  }

  /** The queries for one run of curl, which keeps its connection. */
  private String curl(List<String> bodies) {
    StringBuilder config = new StringBuilder();
    for (String body : bodies) {
      config.append(config.length() == 0 ? "" : "next\n");
      config.append("url = \"").append(server.url()).append("/query\"\n");
      config.append("silent\nfail\noutput = \"/dev/null\"\n");
      config.append("header = \"Accept: application/x-msgpack\"\n");
      if (server.version() == 2) {
        config.append("header = \"Authorization: Token ").append(server.token()).append("\"\n");
      } else if (!server.user().isEmpty()) {
        config.append("user = \"").append(server.user()).append(':');
        config.append(server.password()).append("\"\n");
      }
      config.append("data = \"").append(body).append("\"\n");
    }
    return config.toString();
  }

  private static void curl(Path queries) throws IOException, InterruptedException {
    int code = new ProcessBuilder("curl", "-K", queries.toString()).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("curl ended with " + code);
    }
  }
}
