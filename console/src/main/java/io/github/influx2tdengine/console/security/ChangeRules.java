package io.github.influx2tdengine.console.security;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests are answered, and which may change something. A browser that has the console open
 * also runs other sites' scripts; those may send requests here, but not with a JSON content type,
 * nor with our own origin; unless their own name is made to lead here, which the names tell.
 *
 * @param crossOriginWanted whether the worker itself lets other origins use its REST interface
 *     ({@code access.control.allow.origin}); the console's own paths never do
 * @param names by which the worker may be asked for
 */
public record ChangeRules(boolean crossOriginWanted, HostNames names) {
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

  /**
   * What of a request decides.
   *
   * @param path without a slash at its begin
   * @param host the {@code Host} header: what the browser believes to talk to
   * @param origin the {@code Origin} header; browsers send it with every change
   * @param fetchSite the {@code Sec-Fetch-Site} header of browsers
   */
  public record Request(
      String method,
      String path,
      Optional<String> host,
      Optional<String> origin,
      Optional<String> fetchSite,
      Optional<String> contentType) {
    boolean ofConsole() {
      return path.equals("console") || path.startsWith("console/");
    }
  }

  /** Why the request is refused; empty when it is not. */
  public Optional<String> refusal(Request request) {
    if (request.host.isPresent() && !names.allow(request.host.get())) {
      return Optional.of(names.explain(request.host.get()));
    }
    if (HARMLESS.contains(request.method)) {
      return Optional.empty();
    }
    if ((request.ofConsole() || !crossOriginWanted) && foreign(request)) {
      return Optional.of(
          "changes are taken from the worker's own pages only, not from another site; a proxy in"
              + " front of the worker has to pass the Host header on");
    }
    if (request.ofConsole() && !json(request)) {
      return Optional.of("changes need the content type application/json");
    }
    return Optional.empty();
  }

  private static boolean foreign(Request request) {
    if (request.fetchSite.filter(site -> !site.equals("same-origin")).isPresent()
        && request.fetchSite.filter(site -> !site.equals("none")).isPresent()) {
      return true;
    }
    return request.origin.isPresent()
        && !authority(request.origin.get()).equals(request.host.map(ChangeRules::lower));
  }

  /** Host and port of an origin; empty for {@code null}, which sandboxed pages send. */
  private static Optional<String> authority(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getAuthority()).map(ChangeRules::lower);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean json(Request request) {
    return request
        .contentType
        .map(type -> lower(type.split(";", 2)[0].strip()))
        .filter("application/json"::equals)
        .isPresent();
  }
}
