package io.github.influx2tdengine.source.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Names separated by commas. A comma or backslash in a name has a backslash before it; spaces
 * around a name do not count unless escaped likewise.
 */
public final class NameList {
  private NameList() {}

  public static List<String> parse(String text) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    // Where the part of the name ends that may not be trimmed.
    int kept = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        name.append(text.charAt(i));
        kept = name.length();
      } else if (c == ',') {
        add(names, name, kept);
        kept = 0;
      } else if (!(name.length() == 0 && Character.isWhitespace(c))) {
        name.append(c);
      }
    }
    add(names, name, kept);
    return List.copyOf(names);
  }

  private static void add(List<String> names, StringBuilder name, int kept) {
    int end = name.length();
    while (end > kept && Character.isWhitespace(name.charAt(end - 1))) {
      end--;
    }
    if (end > 0) {
      names.add(name.substring(0, end));
    }
    name.setLength(0);
  }

  /** What {@link #parse(String)} takes apart again. */
  public static String format(Collection<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      if (text.length() > 0) {
        text.append(',');
      }
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        boolean edge = i == 0 || i == name.length() - 1;
        if (c == ',' || c == '\\' || edge && Character.isWhitespace(c)) {
          text.append('\\');
        }
        text.append(c);
      }
    }
    return text.toString();
  }
}
