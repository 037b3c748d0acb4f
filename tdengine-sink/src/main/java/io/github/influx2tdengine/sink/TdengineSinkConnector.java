package io.github.influx2tdengine.sink;

import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.validate.SinkValidation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Kafka Connect sink that writes series data to TDengine. */
public final class TdengineSinkConnector extends SinkConnector {
  private Map<String, String> settings = Map.of();

  @Override
  public String version() {
    return Version.current();
  }

  @Override
  public void start(Map<String, String> given) {
    settings = Map.copyOf(given);
    new SinkConfig(given);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return TdengineSinkTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    List<Map<String, String>> configs = new ArrayList<>(maxTasks);
    for (int i = 0; i < maxTasks; i++) {
      Map<String, String> task = new HashMap<>(settings);
      task.put(SinkConfig.TASK, Integer.toString(i));
      configs.add(task);
    }
    return configs;
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return SinkConfig.definition();
  }

  @Override
  public Config validate(Map<String, String> given) {
    return SinkValidation.complete(super.validate(given), given);
  }
}
