package io.github.influx2tdengine.sink.config;

import io.github.influx2tdengine.sink.name.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** {@code measurement:table,…} with backslash as escape. */
final class SupertableNamesCheck implements ConfigDef.Validator {
  static Map<String, String> parse(String text) {
    Map<String, String> names = new LinkedHashMap<>();
    for (List<String> pair : pairs(text)) {
      if (pair.size() != 2 || pair.get(0).isEmpty() || pair.get(1).isEmpty()) {
        throw new IllegalArgumentException(
            "'" + String.join(":", pair) + "' is not measurement:table");
      }
      if (!Names.supertable(pair.get(1)).equals(pair.get(1))) {
        throw new IllegalArgumentException(
            "table name '" + pair.get(1) + "' holds a dot or is over 192 bytes");
      }
      if (names.put(pair.get(0), pair.get(1)) != null) {
        throw new IllegalArgumentException("measurement '" + pair.get(0) + "' stands twice");
      }
    }
    return Map.copyOf(names);
  }

  private static List<List<String>> pairs(String text) {
    List<List<String>> pairs = new ArrayList<>();
    List<String> pair = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      if (c == '\\' && i + 1 < text.length()) {
        part.append(text.charAt(++i));
      } else if (c == ':' || c == ',') {
        pair.add(part.toString().trim());
        part.setLength(0);
        if (c == ',') {
          if (pair.size() > 1 || !pair.get(0).isEmpty()) {
            pairs.add(pair);
          }
          pair = new ArrayList<>();
        }
      } else {
        part.append(c);
      }
    }
    return pairs;
  }

  @Override
  public void ensureValid(String name, Object value) {
    try {
      parse(String.valueOf(value));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(name + ": " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "measurement:table,…";
  }
}
