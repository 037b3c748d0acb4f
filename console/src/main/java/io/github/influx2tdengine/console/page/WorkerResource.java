package io.github.influx2tdengine.console.page;

import io.github.influx2tdengine.console.secret.SecretStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** What a page has to know of this worker before it can add anything. */
@Produces(MediaType.APPLICATION_JSON)
public final class WorkerResource {
  private final SecretStore secrets;
  private final String addingRefused;
  private final String version;

  /**
   * @param addingRefused why nothing is to be added here; empty where it may
   */
  public WorkerResource(SecretStore secrets, String addingRefused, String version) {
    this.secrets = secrets;
    this.addingRefused = addingRefused;
    this.version = version;
  }

  @GET
  public Map<String, Object> worker() {
    return Map.of(
        "version",
        version,
        "addingRefused",
        addingRefused,
        "keepsSecrets",
        secrets.file().isPresent(),
        "secretsHint",
        secrets.hint());
  }
}
