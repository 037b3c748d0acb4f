package io.github.influx2tdengine.testkit.influx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.influx2tdengine.testkit.influx.LoopbackHttp.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of the 2.x API that finds and makes buckets, organisations and DBRP mappings. */
final class ControlPlane {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUCKETS = "/api/v2/buckets";
  private static final String MAPPINGS = "/api/v2/dbrps";
  private static final String AUTHORIZATIONS = "/api/v2/authorizations";
  private static final String ORGANISATIONS = "/api/v2/orgs";

  private final Buckets buckets;
  private final Access access;
  private final String organisationId = Buckets.identifier("organisation");

  ControlPlane(Buckets buckets, Access access) {
    this.buckets = buckets;
    this.access = access;
  }

  boolean serves(Request request) {
    String path = request.path();
    return path.equals("/health")
        || path.equals("/ready")
        || path.equals(BUCKETS)
        || path.startsWith(BUCKETS + "/")
        || path.equals(ORGANISATIONS)
        || path.equals(AUTHORIZATIONS)
        || path.equals(MAPPINGS);
  }

  void answer(Request request, HttpAnswer answer) throws IOException {
    answer.header("Content-Type", "application/json; charset=utf-8");
    String path = request.path();
    if (path.equals("/health")) {
      answer.whole(
          "200 OK",
          "{\"name\":\"influxdb\",\"message\":\"ready for queries and writes\",\"status\":\"pass\","
              + "\"checks\":[],\"version\":\"v2.9.1\",\"commit\":\"\"}");
      return;
    } else if (path.equals("/ready")) {
      answer.whole("200 OK", "{\"status\":\"ready\"}");
      return;
    }
    Optional<Access.Refusal> refusal = access.refusal(request);
    if (refusal.isPresent()) {
      refusal.get().write(answer);
    } else if (path.equals(ORGANISATIONS)) {
      organisations(request, answer);
    } else if (path.equals(AUTHORIZATIONS)) {
      createToken(request, answer);
    } else if (path.equals(MAPPINGS)) {
      if (request.method().equals("POST")) {
        createMapping(request, answer);
      } else {
        listMappings(request, answer);
      }
    } else if (request.method().equals("POST")) {
      createBucket(request, answer);
    } else if (request.method().equals("DELETE")) {
      deleteBucket(request, answer);
    } else {
      listBuckets(request, answer);
    }
  }

  /** A token that may read buckets only gets an empty list, not an error. */
  private void organisations(Request request, HttpAnswer answer) throws IOException {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("links").put("self", ORGANISATIONS);
    ArrayNode found = body.putArray("orgs");
    if (access.all(request)) {
      Optional<String> wrong = wrongOrganisation(request);
      if (wrong.isPresent()) {
        fail(answer, "404 Not Found", "not found", wrong.get());
        return;
      }
      found
          .addObject()
          .put("id", organisationId)
          .put("name", access.organisation())
          .put("description", "")
          .put("createdAt", "2026-01-01T00:00:00Z")
          .put("updatedAt", "2026-01-01T00:00:00Z");
    }
    answer.whole("200 OK", body.toString());
  }

  /** What is wrong with {@code org} or {@code orgID} of a request. */
  Optional<String> wrongOrganisation(Request request) {
    String name = request.parameter("org");
    String id = request.parameter("orgID");
    if (!name.isEmpty() && !name.equals(access.organisation()) && !name.equals(organisationId)) {
      return Optional.of("organization name \"" + name + "\" not found");
    }
    return id.isEmpty() || id.equals(organisationId)
        ? Optional.empty()
        : Optional.of("organization not found");
  }

  private static boolean namesOrganisation(Request request) {
    return !request.parameter("org").isEmpty() || !request.parameter("orgID").isEmpty();
  }

  private void listBuckets(Request request, HttpAnswer answer) throws IOException {
    String name = request.parameter("name");
    Optional<String> wrong = wrongOrganisation(request);
    if (wrong.isPresent() && !request.parameter("org").isEmpty()) {
      fail(answer, "404 Not Found", "not found", wrong.get());
      return;
    }
    boolean exists = wrong.isEmpty() && (name.isEmpty() || buckets.find(name).isPresent());
    // Only with an organisation an unknown bucket is an error; without it the list is empty.
    if (!exists && namesOrganisation(request)) {
      fail(answer, "404 Not Found", "not found", "bucket \"" + name + "\" not found");
      return;
    }
    ObjectNode body = JSON.createObjectNode();
    body.putObject("links").put("self", BUCKETS);
    ArrayNode found = body.putArray("buckets");
    String limit = request.parameter("limit");
    buckets.all().stream()
        .filter(bucket -> name.isEmpty() || name.equals(bucket.name()))
        .filter(bucket -> access.mayRead(request, bucket.name()))
        .limit(limit.matches("\\d{1,3}") ? Integer.parseInt(limit) : 20)
        .forEach(bucket -> found.add(json(bucket)));
    answer.whole("200 OK", body.toString());
  }

  private ObjectNode json(Buckets.Bucket bucket) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", bucket.id())
        .put("orgID", organisationId)
        .put("type", "user")
        .put("name", bucket.name())
        .put("createdAt", "2026-01-01T00:00:00Z")
        .put("updatedAt", "2026-01-01T00:00:00Z");
    long second = 1_000_000_000L;
    node.putArray("retentionRules")
        .addObject()
        .put("type", "expire")
        .put("everySeconds", bucket.data().duration / second)
        .put("shardGroupDurationSeconds", bucket.data().shardDuration / second);
    node.putArray("labels");
    return node;
  }

  private void createBucket(Request request, HttpAnswer answer) throws IOException {
    if (!access.all(request)) {
      unauthorized(answer, "buckets");
      return;
    }
    JsonNode asked = JSON.readTree(request.body());
    String name = asked.path("name").asText();
    JsonNode rule = asked.path("retentionRules").path(0);
    long second = 1_000_000_000L;
    Optional<Buckets.Bucket> made =
        buckets.create(
            name,
            rule.path("everySeconds").asLong(0) * second,
            rule.path("shardGroupDurationSeconds").asLong(0) * second);
    if (made.isPresent()) {
      answer.whole("201 Created", json(made.get()).toString());
    } else {
      fail(
          answer,
          "422 Unprocessable Entity",
          "conflict",
          "bucket with name " + name + " already exists");
    }
  }

  private void deleteBucket(Request request, HttpAnswer answer) throws IOException {
    String id = request.path().substring(request.path().lastIndexOf('/') + 1);
    if (!access.all(request)) {
      unauthorized(answer, "buckets/" + id);
    } else if (buckets.delete(id)) {
      answer.whole("204 No Content", "");
    } else {
      fail(answer, "404 Not Found", "not found", "bucket not found");
    }
  }

  private void listMappings(Request request, HttpAnswer answer) throws IOException {
    if (!namesOrganisation(request)) {
      fail(answer, "400 Bad Request", "invalid", "either 'org' or 'orgID' must be provided");
      return;
    } else if (wrongOrganisation(request).isPresent()) {
      String asked = request.parameter("org") + request.parameter("orgID");
      fail(
          answer,
          "404 Not Found",
          "not found",
          "invalid org \"" + asked + "\": organization not found");
      return;
    }
    ObjectNode body = JSON.createObjectNode();
    ArrayNode found = body.putArray("content");
    for (Buckets.Mapping mapping : buckets.mappings()) {
      boolean asked =
          matches(request, "db", mapping.database())
              && matches(request, "rp", mapping.policy())
              && matches(request, "bucketID", mapping.bucket().id());
      if (asked && access.mayRead(request, mapping.bucket().name())) {
        found.add(json(mapping));
      }
    }
    answer.whole("200 OK", body.toString());
  }

  private static boolean matches(Request request, String parameter, String value) {
    String asked = request.parameter(parameter);
    return asked.isEmpty() || asked.equals(value);
  }

  private ObjectNode json(Buckets.Mapping mapping) {
    return JSON.createObjectNode()
        .put("id", mapping.id())
        .put("database", mapping.database())
        .put("retention_policy", mapping.policy())
        .put("default", mapping.isDefault())
        .put("virtual", mapping.virtual())
        .put("orgID", organisationId)
        .put("bucketID", mapping.bucket().id());
  }

  private void createMapping(Request request, HttpAnswer answer) throws IOException {
    JsonNode asked = JSON.readTree(request.body());
    String bucketId = asked.path("bucketID").asText();
    if (!access.all(request)) {
      unauthorized(answer, "buckets/" + bucketId);
      return;
    }
    Optional<Buckets.Bucket> bucket = buckets.find(bucketId);
    if (bucket.isEmpty()) {
      fail(answer, "400 Bad Request", "invalid", "bucket not found");
      return;
    }
    Buckets.Mapping made =
        buckets.map(
            bucket.get(),
            asked.path("database").asText(),
            asked.path("retention_policy").asText(),
            asked.path("default").asBoolean(false));
    answer.whole("201 Created", json(made).toString());
  }

  /** A token that may read some buckets; other permissions are ignored. */
  private void createToken(Request request, HttpAnswer answer) throws IOException {
    if (!access.all(request)) {
      unauthorized(answer, "authorizations");
      return;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode permission : JSON.readTree(request.body()).path("permissions")) {
      if (permission.path("action").asText().equals("read")) {
        buckets
            .find(permission.path("resource").path("id").asText())
            .ifPresent(bucket -> names.add(bucket.name()));
      }
    }
    String token = "read-" + Buckets.identifier(names.toString());
    access.addReadToken(token, names);
    answer.whole(
        "201 Created",
        JSON.createObjectNode()
            .put("id", Buckets.identifier(token))
            .put("token", token)
            .put("status", "active")
            .put("orgID", organisationId)
            .toString());
  }

  private void unauthorized(HttpAnswer answer, String what) throws IOException {
    fail(
        answer,
        "401 Unauthorized",
        "unauthorized",
        "write:orgs/" + organisationId + "/" + what + " is unauthorized");
  }

  static void fail(HttpAnswer answer, String status, String code, String message)
      throws IOException {
    answer.whole(
        status, JSON.createObjectNode().put("code", code).put("message", message).toString());
  }

  /** The data that a database and policy, or their mapping, stand for; as a list of none or one. */
  List<Buckets.Bucket> mapped(String database, String policy) {
    return buckets.mappings().stream()
        .filter(mapping -> mapping.database().equals(database))
        .filter(mapping -> policy.isEmpty() ? mapping.isDefault() : mapping.policy().equals(policy))
        .map(Buckets.Mapping::bucket)
        .limit(1)
        .toList();
  }
}
