package io.github.influx2tdengine.source.server;

import io.github.influx2tdengine.source.config.MeasurementSelection;
import io.github.influx2tdengine.source.config.SourceConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The measurements to read, as the server has them now.
 *
 * @param selected those to read: named ones whether they exist or not, others that exist
 * @param unknown named ones that do not exist
 */
public record Discovery(List<String> selected, List<String> unknown) {

  public static Discovery of(SourceConfig config, InfluxServer server, Bucket bucket)
      throws IOException {
    MeasurementSelection selection = config.measurements();
    Set<String> selected = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String name : selection.named()) {
      if (selection.selects(name)) {
        selected.add(name);
        if (!server.hasMeasurement(bucket, name)) {
          unknown.add(name);
        }
      }
    }
    if (selection.open()) {
      server.measurements(bucket).stream().filter(selection::selects).forEach(selected::add);
    }
    return new Discovery(List.copyOf(selected), List.copyOf(unknown));
  }
}
