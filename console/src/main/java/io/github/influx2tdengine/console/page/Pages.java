package io.github.influx2tdengine.console.page;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The console's files, out of its jar: one page, its modules and styles, the browser libraries. */
public final class Pages {
  /** No dot at the begin of a name, so neither hidden files nor a way up. */
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "svg", "image/svg+xml",
          "LICENSE", "text/plain;charset=utf-8");

  private record Page(byte[] content, String type, EntityTag tag) {}

  private final Map<String, Page> pages = new ConcurrentHashMap<>();

  /**
   * Answers with a file, or that the browser has it already.
   *
   * @param name path below the console's own
   */
  public Response answer(String name, Request request) {
    Optional<Page> page = NAME.matcher(name).matches() ? find(name) : Optional.empty();
    if (page.isEmpty()) {
      return Response.status(Response.Status.NOT_FOUND)
          .type("text/plain;charset=utf-8")
          .entity("The console has no such page.")
          .build();
    }
    EntityTag tag = page.get().tag;
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    // Asked for again each time, so that a new version of the jar is seen at once.
    return (unchanged != null ? unchanged : Response.ok(page.get().content, page.get().type))
        .tag(tag)
        .header("Cache-Control", "no-cache")
        .build();
  }

  private Optional<Page> find(String name) {
    // Only names that exist are remembered: others are anyone's to make up.
    Optional<Page> known = Optional.ofNullable(pages.get(name));
    if (known.isEmpty()) {
      known = load(name);
      known.ifPresent(page -> pages.put(name, page));
    }
    return known;
  }

  private static Optional<Page> load(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf(name.contains(".") ? '.' : '/') + 1));
    if (type == null) {
      return Optional.empty();
    }
    try (InputStream in =
        Pages.class.getResourceAsStream("/io/github/influx2tdengine/console/web/" + name)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] content = in.readAllBytes();
      return Optional.of(new Page(content, type, new EntityTag(hash(content))));
    } catch (IOException e) {
      throw new UncheckedIOException("the console's " + name + " cannot be read from its jar", e);
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
