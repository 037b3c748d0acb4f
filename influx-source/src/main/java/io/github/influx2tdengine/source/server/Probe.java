package io.github.influx2tdengine.source.server;

import io.github.influx2tdengine.source.config.SourceConfig;
import io.github.influx2tdengine.source.config.SourceSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;

/** Tries settings against the server: address, credentials, bucket, each named measurement. */
public final class Probe {
  private Probe() {}

  /** What is wrong; empty when reading can begin. */
  public static List<Fault> faults(SourceConfig config) {
    List<Fault> faults = new ArrayList<>();
    try (InfluxServer server = InfluxServer.connect(config)) {
      Discovery found = Discovery.of(config, server, server.bucket());
      if (config.end().isPresent()) {
        found.unknown().stream().map(name -> unknown(config, name)).forEach(faults::add);
      }
    } catch (IOException e) {
      faults.add(Fault.of(config, e));
    } catch (ConfigException e) {
      faults.add(new Fault(SourceSettings.TLS_CA_FILE, e.getMessage(), false));
    }
    return faults;
  }

  /** A named measurement does not exist, and none will appear in a bounded run. */
  public static Fault unknown(SourceConfig config, String name) {
    return new Fault(
        SourceSettings.MEASUREMENTS,
        "measurement '"
            + name
            + "' does not exist in bucket '"
            + config.bucket()
            + "'; check its spelling (case counts) and the retention policy",
        false);
  }
}
