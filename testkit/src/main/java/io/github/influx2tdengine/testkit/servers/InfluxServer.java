package io.github.influx2tdengine.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An InfluxDB that a test may use, real or not. Several tests may share one: each uses buckets of
 * its own. Closing it stops what was started for it.
 */
public final class InfluxServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A write request of about a megabyte, for lines of the usual length. */
  private static final int LINES_PER_WRITE = 5_000;

  /** A server with other work may answer that its own ten seconds were not enough. */
  private static final int WRITE_TRIES = 5;

  private final int version;
  private final String url;
  private final String user;
  private final String password;
  private final String organisation;
  private final String token;
  private final String description;
  private final Runnable stop;
  private final Http http;

  private InfluxServer(
      int version,
      String url,
      String user,
      String password,
      String organisation,
      String token,
      String description,
      Runnable stop) {
    this.version = version;
    this.url = url.replaceAll("/+$", "");
    this.user = user;
    this.password = password;
    this.organisation = organisation;
    this.token = token;
    this.description = description;
    this.stop = stop;
    this.http =
        new Http(
            version == 2 ? "Token " + token : user.isEmpty() ? "" : Http.basic(user, password));
  }

  /**
   * A 1.x server.
   *
   * @param user empty where the server asks for none
   * @param stop what {@link #close()} does
   */
  public static InfluxServer version1(
      String url, String user, String password, String description, Runnable stop) {
    return new InfluxServer(1, url, user, password, "", "", description, stop);
  }

  /** A 2.x server. */
  public static InfluxServer version2(
      String url, String organisation, String token, String description, Runnable stop) {
    return new InfluxServer(2, url, "", "", organisation, token, description, stop);
  }

  /** 1 or 2. */
  public int version() {
    return version;
  }

  /** The address, without a slash at its end. */
  public String url() {
    return url;
  }

  /** Empty without authentication and for 2.x. */
  public String user() {
    return user;
  }

  public String password() {
    return password;
  }

  /** Name of the organisation (2.x). */
  public String organisation() {
    return organisation;
  }

  /** A token that may do everything (2.x). */
  public String token() {
    return token;
  }

  /** What this server is, for people. */
  public String description() {
    return description;
  }

  /**
   * Makes an empty bucket; one of that name is dropped first.
   *
   * @param bucket {@code db} or {@code db/rp} for 1.x, any name for 2.x
   */
  public void createBucket(String bucket) {
    dropBucket(bucket);
    if (version == 2) {
      String body =
          JSON.createObjectNode().put("orgID", organisationId()).put("name", bucket).toString();
      http.send("POST", url + "/api/v2/buckets", "application/json", body);
      return;
    }
    String[] parts = bucket.split("/", 2);
    statement("CREATE DATABASE " + quoted(parts[0]));
    if (parts.length == 2) {
      statement(
          "CREATE RETENTION POLICY "
              + quoted(parts[1])
              + " ON "
              + quoted(parts[0])
              + " DURATION INF REPLICATION 1");
    }
  }

  /** Drops a bucket with its data; of 1.x the whole database. No error where there is none. */
  public void dropBucket(String bucket) {
    if (version == 2) {
      for (JsonNode found : bucketsNamed(bucket)) {
        http.send("DELETE", url + "/api/v2/buckets/" + found.path("id").asText(), "", "");
      }
      return;
    }
    statement("DROP DATABASE " + quoted(bucket.split("/", 2)[0]));
  }

  /** A token that may read one bucket and nothing else (2.x). */
  public String createReadToken(String bucket) {
    JsonNode found = bucketsNamed(bucket).path(0);
    ObjectNode request = JSON.createObjectNode();
    request.put("orgID", found.path("orgID").asText()).put("description", "reads " + bucket);
    request
        .putArray("permissions")
        .addObject()
        .put("action", "read")
        .putObject("resource")
        .put("type", "buckets")
        .put("id", found.path("id").asText())
        .put("orgID", found.path("orgID").asText());
    return json(http.send(
            "POST", url + "/api/v2/authorizations", "application/json", request.toString()))
        .path("token")
        .asText();
  }

  private JsonNode bucketsNamed(String bucket) {
    String query = Http.form(Map.of("name", bucket));
    return json(http.send("GET", url + "/api/v2/buckets?" + query, "", "")).path("buckets");
  }

  /** Writes lines of line protocol with times in nanoseconds. */
  public void write(String bucket, Iterable<String> lines) {
    write(bucket, lines.iterator());
  }

  /** Writes lines of line protocol with times in nanoseconds, some thousand a request. */
  public void write(String bucket, Stream<String> lines) {
    try (lines) {
      write(bucket, lines.iterator());
    }
  }

  /** Writes lines of line protocol with times in nanoseconds. */
  public void write(String bucket, String... lines) {
    write(bucket, java.util.List.of(lines));
  }

  private void write(String bucket, Iterator<String> lines) {
    StringBuilder body = new StringBuilder();
    int count = 0;
    while (lines.hasNext()) {
      body.append(lines.next()).append('\n');
      count++;
      if (count == LINES_PER_WRITE || !lines.hasNext()) {
        send(bucket, body.toString());
        body.setLength(0);
        count = 0;
      }
    }
  }

  /** A write that timed out may be repeated: the same points stay the same points. */
  private void send(String bucket, String body) {
    for (int tries = 1; ; tries++) {
      try {
        http.send("POST", writeUrl(bucket), "text/plain; charset=utf-8", body);
        return;
      } catch (IllegalStateException e) {
        if (tries == WRITE_TRIES || !String.valueOf(e.getMessage()).contains("timeout")) {
          throw e;
        }
      }
    }
  }

  private String writeUrl(String bucket) {
    if (version == 2) {
      return url
          + "/api/v2/write?"
          + Http.form(Map.of("org", organisation, "bucket", bucket, "precision", "ns"));
    }
    String[] parts = bucket.split("/", 2);
    return url
        + "/write?"
        + Http.form(
            parts.length == 1
                ? Map.of("db", parts[0], "precision", "ns")
                : Map.of("db", parts[0], "rp", parts[1], "precision", "ns"));
  }

  /**
   * Runs InfluxQL in a bucket and returns the {@code results} array, times in nanoseconds.
   *
   * @throws IllegalStateException with InfluxDB's error, also where that came with status 200
   */
  public JsonNode query(String bucket, String influxQl) {
    String[] parts = bucket.split("/", 2);
    Map<String, String> parameters =
        Map.of(
            "db", parts[0], "rp", parts.length == 2 ? parts[1] : "", "q", influxQl, "epoch", "ns");
    JsonNode results =
        json(http.send(
                "POST", url + "/query", "application/x-www-form-urlencoded", Http.form(parameters)))
            .path("results");
    for (JsonNode result : results) {
      if (result.has("error")) {
        throw new IllegalStateException(influxQl + ": " + result.get("error").asText());
      }
    }
    return results;
  }

  private void statement(String influxQl) {
    query("", influxQl);
  }

  private String organisationId() {
    JsonNode found =
        json(
            http.send(
                "GET", url + "/api/v2/orgs?" + Http.form(Map.of("org", organisation)), "", ""));
    return found.path("orgs").path(0).path("id").asText();
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException("not JSON: " + text, e);
    }
  }

  @Override
  public void close() {
    stop.run();
  }

  @Override
  public String toString() {
    return description;
  }
}
