package io.github.influx2tdengine.source;

import io.github.influx2tdengine.testkit.data.TsbsCpu;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Servers;
import java.io.IOException;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Measures by hand how fast the source reads, against {@code curl} with one query for the same
 * points: {@code DrainMeasure points series concurrency [setting=value…]}.
 */
final class DrainMeasure {
  private DrainMeasure() {}

  public static void main(String[] args) throws Exception {
    long points = Long.parseLong(args[0]);
    int series = Integer.parseInt(args[1]);
    boolean second = "2".equals(System.getProperty("version"));
    InfluxServer server = second ? Servers.influx2() : Servers.influx1();
    TsbsCpu data = new TsbsCpu(points, series, 1);
    String bucket = "src_cpu_" + points + "_" + series;
    if (Boolean.getBoolean("load")) {
      server.createBucket(bucket);
      server.write(bucket, data.lines());
    }
    if (Boolean.getBoolean("curl")) {
      curl(server, bucket, points);
    }
    SourceRun run =
        SourceRun.on(server, bucket)
            .with(
                "end.time",
                data.end().toString(),
                "record.format",
                "block",
                "record.points.max",
                "1000",
                "read.concurrency",
                args[2]);
    for (int i = 3; i < args.length; i++) {
      run.with(args[i].split("=", 2));
    }
    try (run) {
      long begin = System.nanoTime();
      run.start();
      drain(run);
      long nanos = System.nanoTime() - begin;
      var status = run.task(0).status();
      System.out.printf(
          "source: %d points in %.2f s, %.0f points/s; %d windows, %d empty, %d halved, busy %d ms,"
              + " heap %d MB%n",
          status.getPoints(),
          nanos / 1e9,
          status.getPoints() * 1e9 / nanos,
          status.getWindows(),
          status.getEmptyWindows(),
          status.getHalvedWindows(),
          status.getServerBusyMs(),
          Runtime.getRuntime().totalMemory() >> 20);
    }
  }

  private static void drain(SourceRun run) throws InterruptedException {
    CRC32 sum = new CRC32();
    InfluxSourceTask task = run.task(0);
    while (!task.status().isFinished()) {
      List<SourceRecord> records = task.poll();
      if (records != null) {
        for (SourceRecord record : records) {
          // ByteArrayConverter hands the same bytes on.
          sum.update((byte[]) record.value());
          task.commitRecord(record, null);
        }
      }
    }
    System.out.println("checksum " + sum.getValue());
  }

  private static void curl(InfluxServer server, String bucket, long points)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process curl =
        new ProcessBuilder(
                "curl",
                "-s",
                "-o",
                "/dev/null",
                "-G",
                server.url() + "/query",
                "-H",
                "Accept: application/x-msgpack",
                "-H",
                "Authorization: Token " + server.token(),
                "--data-urlencode",
                "db=" + bucket,
                "--data-urlencode",
                "q=SELECT *::field FROM cpu GROUP BY *",
                "-d",
                "epoch=ns",
                "-d",
                "chunked=true",
                "-d",
                "chunk_size=10000")
            .inheritIO()
            .start();
    curl.waitFor();
    long nanos = System.nanoTime() - begin;
    System.out.printf("curl: %.2f s, %.0f points/s%n", nanos / 1e9, points * 1e9 / nanos);
  }
}
