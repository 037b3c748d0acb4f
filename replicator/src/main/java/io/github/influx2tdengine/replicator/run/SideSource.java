package io.github.influx2tdengine.replicator.run;

import io.github.influx2tdengine.source.config.NameList;
import io.github.influx2tdengine.source.config.ReadRange;
import io.github.influx2tdengine.source.config.SourceSettings;
import io.github.influx2tdengine.source.plan.TimeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The settings of a source connector beside a replication's own: the same bucket into the same
 * topics, but only some ranges, once. Its offsets are its own, since Connect keeps them by the
 * connector's name, so that the main connector is never moved.
 */
public final class SideSource {
  private static final String MARK = "-repair-";
  private static final String CLASS = "connector.class";

  private SideSource() {}

  /**
   * @param main settings of the replication's source connector; references to secrets stay as they
   *     are
   */
  public static Map<String, String> of(Map<String, String> main, List<ReadRange> ranges) {
    Map<String, String> side = new LinkedHashMap<>(main);
    side.keySet().remove(SourceSettings.MEASUREMENTS_REGEX);
    side.keySet().remove(SourceSettings.MEASUREMENTS_EXCLUDE);
    // Offsets of an earlier repair must not be taken for this one's.
    side.put("name", main.get("name") + MARK + Long.toString(System.currentTimeMillis(), 36));
    side.put("tasks.max", "1");
    side.put(
        SourceSettings.MEASUREMENTS,
        NameList.format(ranges.stream().map(ReadRange::measurement).distinct().toList()));
    side.put(SourceSettings.RANGES, ReadRange.format(ranges));
    side.put(
        SourceSettings.BEGIN,
        TimeText.format(
            ranges.stream().mapToLong(range -> range.window().from()).min().orElseThrow()));
    side.put(
        SourceSettings.END,
        TimeText.format(
            ranges.stream().mapToLong(range -> range.window().to()).max().orElseThrow()));
    return side;
  }

  /**
   * Whether a connector is such a one, beside the main one. Others may be named alike: only one of
   * the main connector's class that reads some ranges is.
   *
   * @param settings the connector's
   * @param main settings of the main connector
   */
  public static boolean isBeside(Map<String, String> settings, Map<String, String> main) {
    return settings.getOrDefault("name", "").startsWith(main.get("name") + MARK)
        && settings.containsKey(SourceSettings.RANGES)
        && Objects.equals(settings.get(CLASS), main.get(CLASS));
  }
}
