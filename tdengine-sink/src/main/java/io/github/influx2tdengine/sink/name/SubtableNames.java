package io.github.influx2tdengine.sink.name;

import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the subtable of a series: as TDengine's line-protocol endpoint does ({@link #endpoint()}),
 * or by a template over <code>{measurement}</code>, <code>{tag.NAME}</code> and <code>{hash}</code>
 * .
 */
public final class SubtableNames {
  private static final SubtableNames ENDPOINT = new SubtableNames(List.of());

  private final List<Part> parts;

  private SubtableNames(List<Part> parts) {
    this.parts = parts;
  }

  /** {@code t_} and the md5 of the series, the same as the endpoint computes. */
  public static SubtableNames endpoint() {
    return ENDPOINT;
  }

  /**
   * @throws IllegalArgumentException when a placeholder is unknown or not closed
   */
  public static SubtableNames template(String template) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf('{', at);
      if (open < 0) {
        parts.add(new Part(Kind.TEXT, template.substring(at)));
        break;
      }
      if (open > at) {
        parts.add(new Part(Kind.TEXT, template.substring(at, open)));
      }
      int close = template.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("'{' is not closed in '" + template + "'");
      }
      parts.add(placeholder(template.substring(open + 1, close)));
      at = close + 1;
    }
    if (parts.stream().allMatch(part -> part.kind == Kind.TEXT)) {
      throw new IllegalArgumentException(
          "template '"
              + template
              + "' has none of {measurement}, {tag.NAME}, {hash}: all series would share a subtable");
    }
    return new SubtableNames(List.copyOf(parts));
  }

  private static Part placeholder(String name) {
    if (name.equals("measurement")) {
      return new Part(Kind.MEASUREMENT, "");
    } else if (name.equals("hash")) {
      return new Part(Kind.HASH, "");
    } else if (name.startsWith("tag.") && name.length() > 4) {
      return new Part(Kind.TAG, name.substring(4));
    }
    throw new IllegalArgumentException(
        "placeholder {" + name + "} is unknown; known are {measurement}, {tag.NAME}, {hash}");
  }

  /** True when two series always get two names, so that stored tags need not be compared. */
  public boolean distinct() {
    return parts.isEmpty() || parts.stream().anyMatch(part -> part.kind == Kind.HASH);
  }

  /**
   * @param supertable the table the series is in: the endpoint hashes the measurement's name after
   *     it has made a table name of it
   */
  public String of(String supertable, SeriesKey series) {
    if (parts.isEmpty()) {
      return "t_" + Md5.hex(endpointText(supertable, series.tags()));
    }
    StringBuilder name = new StringBuilder();
    for (Part part : parts) {
      switch (part.kind) {
        case TEXT -> name.append(part.text);
        case MEASUREMENT -> name.append(series.measurement());
        case HASH -> name.append(Md5.hex(series.toString()));
        case TAG -> {
          String value = series.tags().get(part.text);
          name.append(value == null ? "" : value);
        }
      }
    }
    return Names.subtable(name.toString());
  }

  /**
   * What the endpoint hashes: the table as a line would name it, escapes included; tags unescaped.
   * With a comma or an equals sign in a tag, that rule gives two series one text ({@code a="1,b=2"}
   * and {@code a=1,b=2}); such series are hashed in escaped form instead.
   */
  private static String endpointText(String supertable, Tags tags) {
    for (int i = 0; i < tags.size(); i++) {
      if (ambiguous(tags.name(i)) || ambiguous(tags.value(i))) {
        return new SeriesKey(supertable, tags).toString();
      }
    }
    StringBuilder text = new StringBuilder(new SeriesKey(supertable, Tags.none()).toString());
    for (int i : endpointOrder(tags)) {
      text.append(',').append(tags.name(i)).append('=').append(tags.value(i));
    }
    return text.toString();
  }

  /**
   * The endpoint sorts tag names without regard to the case of ASCII letters, the shorter first.
   * Where that leaves two equal it is not defined; then bytes decide, the order most writers send.
   */
  private static List<Integer> endpointOrder(Tags tags) {
    List<Integer> order = new ArrayList<>(tags.size());
    for (int i = 0; i < tags.size(); i++) {
      order.add(i);
    }
    // Tags come sorted by bytes, and the sort is stable.
    order.sort((a, b) -> compareIgnoringCase(tags.name(a), tags.name(b)));
    return order;
  }

  private static int compareIgnoringCase(String a, String b) {
    byte[] x = a.getBytes(StandardCharsets.UTF_8);
    byte[] y = b.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < Math.min(x.length, y.length); i++) {
      int difference = lower(x[i]) - lower(y[i]);
      if (difference != 0) {
        return difference;
      }
    }
    return x.length - y.length;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b & 0xff;
  }

  private static boolean ambiguous(String text) {
    return text.indexOf(',') >= 0 || text.indexOf('=') >= 0;
  }

  private enum Kind {
    TEXT,
    MEASUREMENT,
    TAG,
    HASH
  }

  private record Part(Kind kind, String text) {}
}
