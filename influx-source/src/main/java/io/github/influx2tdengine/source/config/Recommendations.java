package io.github.influx2tdengine.source.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.types.Password;

/**
 * What a user interface offers for a setting. The lists come from the server; where it cannot be
 * asked yet they are empty.
 *
 * @param bucketNames buckets by the settings given so far
 * @param measurementNames measurements by the settings given so far
 */
public record Recommendations(
    Function<Map<String, Object>, List<String>> bucketNames,
    Function<Map<String, Object>, List<String>> measurementNames) {
  public static final Recommendations NONE =
      new Recommendations(settings -> List.of(), settings -> List.of());

  Recommender buckets() {
    return new Offered(bucketNames, settings -> true);
  }

  Recommender measurements() {
    return new Offered(measurementNames, settings -> true);
  }

  /** Shows a setting for these values of {@code influxdb.version}, and while that is open. */
  Recommender forVersions(String... versions) {
    return new Offered(settings -> List.of(), settings -> fits(settings, versions));
  }

  /**
   * Shows a setting of one way to authenticate: for these versions, and unless a setting of the
   * other way is filled in.
   */
  Recommender forAuthentication(String other, String... versions) {
    return new Offered(
        settings -> List.of(), settings -> fits(settings, versions) && !given(settings, other));
  }

  private static boolean fits(Map<String, Object> settings, String... versions) {
    Object version = settings.get(SourceSettings.VERSION);
    return version == null || version.equals("auto") || Arrays.asList(versions).contains(version);
  }

  private static boolean given(Map<String, Object> settings, String name) {
    Object value = settings.get(name);
    String text = value instanceof Password secret ? secret.value() : (String) value;
    return text != null && !text.isEmpty();
  }

  private record Offered(
      Function<Map<String, Object>, List<String>> values,
      Function<Map<String, Object>, Boolean> shown)
      implements Recommender {
    @Override
    public List<Object> validValues(String name, Map<String, Object> settings) {
      return List.copyOf(values.apply(settings));
    }

    @Override
    public boolean visible(String name, Map<String, Object> settings) {
      return shown.apply(settings);
    }
  }
}
