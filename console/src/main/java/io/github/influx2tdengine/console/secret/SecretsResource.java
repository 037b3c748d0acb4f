package io.github.influx2tdengine.console.secret;

import io.github.influx2tdengine.console.watch.Cluster;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes secrets from the browser and gives references back; never the other way. */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class SecretsResource {
  private static final Logger LOG = LoggerFactory.getLogger(SecretsResource.class);

  private final SecretStore store;
  private final Cluster cluster;

  public SecretsResource(SecretStore store, Cluster cluster) {
    this.store = store;
    this.cluster = cluster;
  }

  /**
   * What the browser sends.
   *
   * @param typed values by setting, as the user typed them
   * @param kept settings whose present value shall stay, though the browser does not know it
   */
  public record Secrets(Map<String, String> typed, List<String> kept) {
    public Secrets {
      typed = typed == null ? Map.of() : Map.copyOf(typed);
      kept = kept == null ? List.of() : List.copyOf(kept);
    }

    @Override
    public String toString() {
      return "Secrets" + typed.keySet() + kept;
    }
  }

  /** Answers with the references, by setting. */
  @POST
  @Path("{connector}")
  public Response keep(@PathParam("connector") String connector, Secrets secrets) {
    Map<String, String> references = new LinkedHashMap<>();
    Map<String, String> clear = new LinkedHashMap<>();
    secrets.typed.forEach(
        (setting, value) -> (Mask.reference(value) ? references : clear).put(setting, value));
    if (!secrets.kept.isEmpty()) {
      Map<String, String> present = cluster.configuration(connector).orElse(Map.of());
      for (String setting : secrets.kept) {
        String value = present.getOrDefault(setting, "");
        (Mask.reference(value) || value.isEmpty() ? references : clear).put(setting, value);
      }
    }
    if (!clear.isEmpty() && store.file().isEmpty()) {
      return refused(Response.Status.CONFLICT, store.hint());
    }
    try {
      if (!clear.isEmpty()) {
        references.putAll(store.file().orElseThrow().keep(connector, clear));
      }
    } catch (IOException e) {
      LOG.error("Secrets of connector {} could not be kept", connector, e);
      return refused(
          Response.Status.INTERNAL_SERVER_ERROR,
          "the file of " + SecretStore.FILE + " cannot be written; the worker's log says why");
    }
    return Response.ok(references).build();
  }

  /** Removes a deleted connector's secrets. */
  @DELETE
  @Path("{connector}")
  public Response forget(@PathParam("connector") String connector) {
    try {
      if (store.file().isPresent()) {
        List<Map<String, String>> configurations =
            cluster.names().stream().flatMap(name -> cluster.configuration(name).stream()).toList();
        store
            .file()
            .get()
            .forget(
                connector,
                reference ->
                    configurations.stream()
                        .anyMatch(settings -> settings.containsValue(reference)));
      }
      return Response.noContent().build();
    } catch (IOException e) {
      LOG.error("Secrets of connector {} could not be removed", connector, e);
      return refused(
          Response.Status.INTERNAL_SERVER_ERROR,
          "the file of " + SecretStore.FILE + " cannot be written; the worker's log says why");
    }
  }

  private static Response refused(Response.Status status, String message) {
    return Response.status(status)
        .entity(Map.of("error_code", status.getStatusCode(), "message", message))
        .build();
  }
}
