package io.github.influx2tdengine.console.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;

/**
 * Applies {@link ChangeRules} to every request of the worker's REST interface: the pages change
 * connectors through Connect's own paths, so those must not be open to other sites either.
 */
@PreMatching
public final class ChangeFilter implements ContainerRequestFilter {
  private final ChangeRules rules;

  public ChangeFilter(ChangeRules rules) {
    this.rules = rules;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    rules
        .refusal(
            new ChangeRules.Request(
                context.getMethod(),
                context.getUriInfo().getPath(),
                header(context, "Host"),
                header(context, "Origin"),
                header(context, "Sec-Fetch-Site"),
                header(context, "Content-Type")))
        .ifPresent(
            reason ->
                context.abortWith(
                    Response.status(Response.Status.FORBIDDEN)
                        .type(MediaType.APPLICATION_JSON)
                        .entity(Map.of("error_code", 403, "message", reason))
                        .build()));
  }

  private static Optional<String> header(ContainerRequestContext context, String name) {
    return Optional.ofNullable(context.getHeaderString(name));
  }
}
