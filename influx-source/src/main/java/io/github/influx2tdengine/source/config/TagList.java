package io.github.influx2tdengine.source.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Constant tags, {@code name=value,name=value}, with backslashes as in {@link NameList}. */
final class TagList {
  private TagList() {}

  /**
   * @throws IllegalArgumentException when an entry has no name, no value or no equals sign
   */
  static Map<String, String> parse(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String entry : NameList.parse(text)) {
      int equals = entry.indexOf('=');
      if (equals <= 0 || equals == entry.length() - 1) {
        throw new IllegalArgumentException(
            "'" + entry + "' is not name=value; write tags like site=plant7,line=3");
      }
      if (tags.put(entry.substring(0, equals), entry.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "names the tag '" + entry.substring(0, equals) + "' twice");
      }
    }
    return tags;
  }
}
