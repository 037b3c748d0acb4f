package io.github.influx2tdengine.console;

import io.github.influx2tdengine.console.kafka.TopicsResource;
import io.github.influx2tdengine.console.page.Pages;
import io.github.influx2tdengine.console.page.WorkerResource;
import io.github.influx2tdengine.console.secret.SecretsResource;
import io.github.influx2tdengine.console.watch.DataSourcesResource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/**
 * What lies under {@code /console}. The worker makes one for each request and hands it its parts as
 * a property: registered as objects, Jersey would warn of each at every start.
 */
@Path("/console")
public final class Console {
  static final String PARTS = "influx2tdengine.console";

  /** What the requests of one worker share. */
  record Parts(
      Pages pages,
      WorkerResource worker,
      DataSourcesResource sources,
      SecretsResource secrets,
      TopicsResource topics) {}

  private final Parts parts;

  public Console(@Context Configuration configuration) {
    parts = (Parts) configuration.getProperty(PARTS);
  }

  @GET
  public Response index(@Context UriInfo uri, @Context Request request) {
    // Relative addresses in the page need the slash at the end.
    return uri.getPath().endsWith("/")
        ? parts.pages.answer("index.html", request)
        : Response.status(Response.Status.MOVED_PERMANENTLY)
            .location(URI.create("console/"))
            .build();
  }

  @GET
  @Path("{name:.+}")
  public Response file(@PathParam("name") String name, @Context Request request) {
    return parts.pages.answer(name, request);
  }

  @Path("api/worker")
  public WorkerResource worker() {
    return parts.worker;
  }

  @Path("api/sources")
  public DataSourcesResource sources() {
    return parts.sources;
  }

  @Path("api/secrets")
  public SecretsResource secrets() {
    return parts.secrets;
  }

  @Path("api/topics")
  public TopicsResource topics() {
    return parts.topics;
  }
}
