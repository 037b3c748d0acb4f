package io.github.influx2tdengine.console.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How the console reaches the worker's Kafka: with the worker's own settings, as the worker passes
 * them to its clients.
 *
 * @param worker the worker's settings
 */
public record ClientSettings(Map<String, ?> worker) {
  private static final Set<String> NOT_SHARED =
      Set.of("metric.reporters", "client.id", "group.id", "interceptor.classes");

  Map<String, Object> admin() {
    Map<String, Object> settings = of(AdminClientConfig.configNames(), "admin.");
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "influx2tdengine-console");
    // A page waits for the answer.
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 8_000);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    return settings;
  }

  Map<String, Object> consumer() {
    Map<String, Object> settings = of(ConsumerConfig.configNames(), "consumer.");
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "influx2tdengine-console");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 8_000);
    settings.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    // Only headers are looked at; values of a megabyte are not to pile up.
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
    return settings;
  }

  private Map<String, Object> of(Set<String> names, String prefix) {
    Map<String, Object> settings = new HashMap<>();
    worker.forEach(
        (name, value) -> {
          if (names.contains(name) && !NOT_SHARED.contains(name)) {
            settings.put(name, value);
          }
        });
    worker.forEach(
        (name, value) -> {
          String own = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
          if (names.contains(own) && !NOT_SHARED.contains(own)) {
            settings.put(own, value);
          }
        });
    return settings;
  }

  @Override
  public String toString() {
    return "ClientSettings" + worker.keySet();
  }
}
