package io.github.influx2tdengine.replicator.bench;

import io.github.influx2tdengine.testkit.data.Dataset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to measure, and with what.
 *
 * @param data the points
 * @param bucket where InfluxDB has them
 * @param source settings of the source connector as {@code replicate} makes them
 * @param sink settings of the sink connector, without the database
 * @param database prefix of the databases that are made and dropped
 * @param directory for the records and the broker's data; empty before and after
 * @param plugins directory with a directory for each connector's plugin
 * @param warmUp points of the pipeline before its measuring begins
 * @param rounds how often (a) to (d) are measured, one after the other; the median counts
 */
record BenchSpec(
    Dataset data,
    String bucket,
    Map<String, String> source,
    Map<String, String> sink,
    String database,
    Path directory,
    Path plugins,
    long warmUp,
    int rounds,
    List<Step> steps) {

  String database(Step step) {
    return database + "_" + step.label();
  }

  Map<String, String> sinkInto(String name) {
    Map<String, String> settings = new LinkedHashMap<>(sink);
    settings.put("database", name);
    return settings;
  }

  int sourceSetting(String name, int otherwise) {
    return Integer.parseInt(source.getOrDefault(name, String.valueOf(otherwise)));
  }

  int sinkSetting(String name, int otherwise) {
    return Integer.parseInt(sink.getOrDefault(name, String.valueOf(otherwise)));
  }
}
