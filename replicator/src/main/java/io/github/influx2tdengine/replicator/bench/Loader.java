package io.github.influx2tdengine.replicator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.testkit.data.Dataset;
import io.github.influx2tdengine.testkit.servers.InfluxServer;

/** Puts the points into InfluxDB, once: a bucket that has them all is left as it is. */
final class Loader {
  /** A measurement whose only point says that all others are there. */
  private static final String MARK = "influx2tdengine_bench";

  private final InfluxServer server;
  private final Console console;

  Loader(InfluxServer server, Console console) {
    this.server = server;
    this.console = console;
  }

  void load(String bucket, Dataset data) {
    if (marked(bucket, data)) {
      console.line("Bucket " + bucket + " has the points already");
      return;
    }
    console.line(
        "Writing %,d points of %,d series into bucket %s"
            .formatted(data.points(), data.series(), bucket));
    server.createBucket(bucket);
    server.write(bucket, data.lines());
    server.write(bucket, MARK + " points=" + data.points() + "i,series=" + data.series() + "i 0");
  }

  private boolean marked(String bucket, Dataset data) {
    JsonNode row;
    try {
      row =
          server
              .query(bucket, "SELECT points, series FROM " + MARK + " WHERE time = 0")
              .at("/0/series/0/values/0");
    } catch (IllegalStateException e) {
      // No such bucket.
      return false;
    }
    return row.path(1).asLong() == data.points() && row.path(2).asLong() == data.series();
  }
}
