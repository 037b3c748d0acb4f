package io.github.influx2tdengine.testkit.influx;

import io.github.influx2tdengine.testkit.influx.LoopbackHttp.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who may do what: nobody is asked, a user with a password (1.x), or tokens (2.x). */
final class Access {
  private enum Mode {
    OPEN,
    PASSWORD,
    TOKEN
  }

  /** The answer to a request that may not be made. */
  record Refusal(String status, String body, boolean challenge) {
    void write(HttpAnswer answer) throws IOException {
      if (challenge) {
        answer.header("WWW-Authenticate", "Basic realm=\"InfluxDB\"");
      }
      answer.header("Content-Type", "application/json").whole(status, body + "\n");
    }
  }

  private final Mode mode;
  private final String user;
  private final String secret;
  private final Map<String, Set<String>> readTokens = new ConcurrentHashMap<>();

  private Access(Mode mode, String user, String secret) {
    this.mode = mode;
    this.user = user;
    this.secret = secret;
  }

  static Access open() {
    return new Access(Mode.OPEN, "", "");
  }

  static Access password(String user, String password) {
    return new Access(Mode.PASSWORD, user, password);
  }

  static Access token(String organisation, String token) {
    return new Access(Mode.TOKEN, organisation, token);
  }

  void addReadToken(String token, List<String> buckets) {
    readTokens.put(token, Set.copyOf(buckets));
  }

  String organisation() {
    return user;
  }

  Optional<Refusal> refusal(Request request) {
    return switch (mode) {
      case OPEN -> Optional.empty();
      case PASSWORD -> passwordRefusal(request);
      case TOKEN -> {
        String token = token(request);
        String message = token.isEmpty() ? "unauthorized access" : "Unauthorized";
        yield knows(token)
            ? Optional.empty()
            : Optional.of(
                new Refusal(
                    "401 Unauthorized",
                    "{\"code\":\"unauthorized\",\"message\":\"" + message + "\"}",
                    false));
      }
    };
  }

  private Optional<Refusal> passwordRefusal(Request request) {
    String[] given =
        basic(request).orElse(new String[] {request.parameter("u"), request.parameter("p")});
    if (given[0].equals(user) && given[1].equals(secret)) {
      return Optional.empty();
    }
    // Spelt so by InfluxDB.
    String reason =
        request.header("authorization").startsWith("Bearer ")
            ? "bearer auth disabld"
            : given[0].isEmpty()
                ? "unable to parse authentication credentials"
                : "authorization failed";
    return Optional.of(new Refusal("401 Unauthorized", "{\"error\":\"" + reason + "\"}", true));
  }

  private boolean knows(String token) {
    return token.equals(secret) || readTokens.containsKey(token);
  }

  /** May see everything of the server, not only the data of some buckets. */
  boolean all(Request request) {
    return mode != Mode.TOKEN || token(request).equals(secret);
  }

  boolean mayRead(Request request, String bucket) {
    return all(request) || readTokens.getOrDefault(token(request), Set.of()).contains(bucket);
  }

  /** The token of a header that the path accepts; {@code /query} does not know Bearer. */
  private static String token(Request request) {
    String header = request.header("authorization");
    if (header.startsWith("Token ")) {
      return header.substring(6).strip();
    }
    if (header.startsWith("Bearer ") && request.path().startsWith("/api/v2")) {
      return header.substring(7).strip();
    }
    if (request.path().startsWith("/api/v2")) {
      return "";
    }
    return basic(request).map(pair -> pair[1]).orElse(request.parameter("p"));
  }

  private static Optional<String[]> basic(Request request) {
    String header = request.header("authorization");
    if (!header.startsWith("Basic ")) {
      return Optional.empty();
    }
    String pair =
        new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(new String[] {pair.substring(0, colon), pair.substring(colon + 1)});
  }
}
