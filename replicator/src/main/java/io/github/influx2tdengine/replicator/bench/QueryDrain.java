package io.github.influx2tdengine.replicator.bench;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.source.read.InfluxQl;
import io.github.influx2tdengine.testkit.data.Dataset;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks InfluxDB for all points as the source does (windows of as many points, as many at once, the
 * same form of answer) and throws the answers away: what reading costs with nobody behind it.
 */
final class QueryDrain {
  private final Dataset data;
  private final String bucket;
  private final InfluxServer server;
  private final int concurrency;
  private final long windowPoints;

  QueryDrain(BenchSpec spec, InfluxServer server) {
    this.data = spec.data();
    this.bucket = spec.bucket();
    this.server = server;
    this.concurrency = Math.max(1, spec.sourceSetting("read.concurrency", 1));
    // As the source's planner: no fewer than ten points of a series, whatever the setting.
    this.windowPoints = Math.max(spec.sourceSetting("window.points", 50_000), 10L * data.series());
  }

  Measured run(CpuMeter meter) throws InterruptedException {
    List<String> statements = statements();
    ExecutorService readers = Executors.newFixedThreadPool(concurrency);
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      Usage begin = meter.now();
      List<Future<?>> answers = new ArrayList<>();
      for (String statement : statements) {
        answers.add(readers.submit(() -> drain(client, statement)));
      }
      for (Future<?> answer : answers) {
        answer.get();
      }
      return new Measured(data.points(), meter.now().since(begin));
    } catch (ExecutionException e) {
      throw CommandFailure.failed("draining the queries failed: " + e.getCause().getMessage(), e);
    } finally {
      readers.shutdownNow();
    }
  }

  private List<String> statements() {
    long from = nanos(data.begin());
    long end = nanos(data.end());
    long windows = Math.max(1, (data.points() + windowPoints - 1) / windowPoints);
    long length = (end - from + windows - 1) / windows;
    List<String> statements = new ArrayList<>();
    for (long at = from; at < end; at += length) {
      statements.add(
          InfluxQl.selectBySeries(data.measurement(), "*::field", at, Math.min(end, at + length)));
    }
    return statements;
  }

  private static long nanos(java.time.Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private Void drain(HttpClient client, String statement) throws IOException, InterruptedException {
    String[] parts = bucket.split("/", 2);
    String form =
        "chunked=true&chunk_size=10000&epoch=ns&db="
            + encoded(parts[0])
            + (parts.length == 2 ? "&rp=" + encoded(parts[1]) : "")
            + "&q="
            + encoded(statement);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/query"))
            .header("Accept", "application/x-msgpack")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (server.version() == 2) {
      request.header("Authorization", "Token " + server.token());
    } else if (!server.user().isEmpty()) {
      String login = server.user() + ":" + server.password();
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }
    HttpResponse<Void> response =
        client.send(request.build(), HttpResponse.BodyHandlers.discarding());
    if (response.statusCode() != 200) {
      throw new IOException(server.url() + " answered HTTP " + response.statusCode());
    }
    return null;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
