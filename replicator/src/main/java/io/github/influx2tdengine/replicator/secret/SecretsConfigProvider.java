package io.github.influx2tdengine.replicator.secret;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Resolves {@code ${secrets:KEY}} in connector configurations from {@link Secrets}, so that what
 * the worker writes to its topics, answers over REST and logs is the reference only. The worker
 * setting {@code config.providers.secrets.param.run} says whose secrets they are.
 */
public final class SecretsConfigProvider implements ConfigProvider {
  /** Parameter that names the run. */
  public static final String RUN = "run";

  private String run;

  @Override
  public void configure(Map<String, ?> configs) {
    run = String.valueOf(configs.get(RUN));
  }

  @Override
  public ConfigData get(String path) {
    return new ConfigData(Secrets.of(run));
  }

  @Override
  public ConfigData get(String path, Set<String> keys) {
    Map<String, String> known = new java.util.HashMap<>(Secrets.of(run));
    known.keySet().retainAll(keys);
    return new ConfigData(known);
  }

  @Override
  public void close() {
    run = null;
  }
}
