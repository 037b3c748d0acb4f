package io.github.influx2tdengine.testkit.influx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.influx2tdengine.testkit.influx.LoopbackHttp.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code /write} of both versions and {@code /api/v2/write}. On a line that it cannot read 1.x
 * keeps the others, 2.x none; a point whose field has another type in its shard is dropped alone.
 */
final class WriteEndpoint {
  /** Why a request is refused. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String status;
    private final String code;

    Refused(String status, String code, String message) {
      super(message, null, false, false);
      this.status = status;
      this.code = code;
    }
  }

  private final boolean version2;
  private final Store store;
  private final Buckets buckets;
  private final ControlPlane controlPlane;
  private final Access access;

  WriteEndpoint(
      boolean version2, Store store, Buckets buckets, ControlPlane controlPlane, Access access) {
    this.version2 = version2;
    this.store = store;
    this.buckets = buckets;
    this.controlPlane = controlPlane;
    this.access = access;
  }

  /**
   * @param now the server's clock in nanoseconds
   */
  void answer(Request request, HttpAnswer answer, long now) throws IOException {
    Optional<Access.Refusal> refusal = access.refusal(request);
    if (refusal.isPresent()) {
      refusal.get().write(answer);
      return;
    }
    try {
      write(request, version2 ? bucket(request) : policy(request), now);
      answer.whole("204 No Content", "");
    } catch (Refused e) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      if (version2) {
        body.put("code", e.code).put("message", e.getMessage());
      } else {
        body.put("error", e.getMessage());
        answer.header("X-Influxdb-Error", e.getMessage().replace('\n', ' '));
      }
      answer
          .header("Content-Type", "application/json")
          .whole(e.status, body + (version2 ? "" : "\n"));
    }
  }

  private Store.Policy policy(Request request) throws Refused {
    String name = request.parameter("db");
    if (name.isEmpty()) {
      throw new Refused("400 Bad Request", "invalid", "database is required");
    }
    Store.Database database =
        store
            .database(name)
            .orElseThrow(
                () ->
                    new Refused(
                        "404 Not Found", "not found", "database not found: \"" + name + "\""));
    return database
        .policy(request.parameter("rp"))
        .orElseThrow(
            () ->
                new Refused(
                    "500 Internal Server Error",
                    "internal error",
                    "retention policy not found: " + request.parameter("rp")));
  }

  private Store.Policy bucket(Request request) throws Refused {
    Optional<Buckets.Bucket> bucket;
    if (request.path().equals("/write")) {
      bucket =
          controlPlane.mapped(request.parameter("db"), request.parameter("rp")).stream()
              .findFirst();
      if (bucket.isEmpty()) {
        throw new Refused("404 Not Found", "not found", "no dbrp mapping found");
      }
    } else {
      if (request.parameter("org").isEmpty() && request.parameter("orgID").isEmpty()) {
        throw new Refused("400 Bad Request", "invalid", "Please provide either orgID or org");
      }
      Optional<String> wrong = controlPlane.wrongOrganisation(request);
      if (wrong.isPresent()) {
        throw new Refused("404 Not Found", "not found", wrong.get());
      }
      bucket = buckets.find(request.parameter("bucket"));
      if (bucket.isEmpty()) {
        throw new Refused(
            "404 Not Found",
            "not found",
            "bucket \"" + request.parameter("bucket") + "\" not found");
      }
    }
    if (!access.all(request)) {
      throw new Refused("403 Forbidden", "forbidden", "insufficient permissions for write");
    }
    return bucket.get().data();
  }

  private void write(Request request, Store.Policy policy, long now) throws Refused {
    long unit =
        switch (request.parameter("precision")) {
          case "u", "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 1L;
        };
    List<String> unreadable = new ArrayList<>();
    List<LineParser.Point> points = new ArrayList<>();
    for (String line : LineParser.lines(new String(request.body(), StandardCharsets.UTF_8))) {
      try {
        points.add(LineParser.parse(line, version2, unit, now / unit * unit));
      } catch (LineParser.BadLine e) {
        unreadable.add("unable to parse '" + line + "': " + e.getMessage());
      }
    }
    String complaint = String.join("\n", unreadable);
    if (!unreadable.isEmpty() && (version2 || points.isEmpty())) {
      throw new Refused("400 Bad Request", "invalid", complaint);
    }
    int dropped = 0;
    String reason = "";
    for (LineParser.Point point : points) {
      Optional<String> conflict = store.write(policy, point);
      if (conflict.isPresent()) {
        dropped++;
        reason = reason.isEmpty() ? conflict.get() : reason;
      }
    }
    if (dropped > 0) {
      String message = "partial write: " + reason + " dropped=" + dropped;
      throw version2
          ? new Refused(
              "422 Unprocessable Entity",
              "unprocessable entity",
              "failure writing points to database: " + message)
          : new Refused("400 Bad Request", "invalid", message);
    } else if (!unreadable.isEmpty()) {
      throw new Refused("400 Bad Request", "invalid", "partial write: " + complaint + " dropped=0");
    }
  }
}
