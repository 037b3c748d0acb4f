package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.sink.name.Names;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a supertable's COMMENT says: {@code influxdb:} and the measurement's name in hex (TDengine
 * returns comments with their escapes, so nothing in it may need one). Where columns were made for
 * fields whose type changed, or tags for tags that share a field's name, {@code ;made=} and the
 * marks of those names follow: it tells them from real fields of the same name, for every task and
 * every later run.
 *
 * @param owner {@code influxdb:…} or {@code influxdb-md5:…}, empty where the table has no comment
 * @param made marks of generated names, {@link Names#mark(String)}
 * @param foreign true when somebody else's text stands there; it is left alone
 */
public record TableComment(String owner, Set<String> made, boolean foreign) {
  /** A comment holds 1,024 bytes. */
  private static final int MAX_BYTES = 1_024;

  /** Above so many hex digits the md5 of the name stands for it. */
  private static final int MAX_HEX = 900;

  private static final String MADE = ";made=";
  private static final TableComment NONE = new TableComment("", Set.of(), false);

  public TableComment {
    made = Set.copyOf(made);
  }

  /** The comment of a new table. */
  public static TableComment of(String measurement) {
    return new TableComment(owner(measurement), Set.of(), false);
  }

  public static TableComment parse(String comment) {
    if (comment == null || comment.isEmpty()) {
      return NONE;
    }
    if (!comment.startsWith("influxdb:") && !comment.startsWith("influxdb-md5:")) {
      return new TableComment("", Set.of(), true);
    }
    int at = comment.indexOf(MADE);
    return at < 0
        ? new TableComment(comment, Set.of(), false)
        : new TableComment(
            comment.substring(0, at),
            Set.of(comment.substring(at + MADE.length()).split(",")),
            false);
  }

  /** The measurement the table belongs to, by its encoded name. */
  public static String owner(String measurement) {
    byte[] utf8 = measurement.getBytes(StandardCharsets.UTF_8);
    if (utf8.length * 2 <= MAX_HEX) {
      return "influxdb:" + HexFormat.of().formatHex(utf8);
    }
    try {
      return "influxdb-md5:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(utf8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** The measurement's name where the comment holds it in full. */
  public Optional<String> measurement() {
    if (!owner.startsWith("influxdb:")) {
      return Optional.empty();
    }
    try {
      byte[] utf8 = HexFormat.of().parseHex(owner.substring("influxdb:".length()));
      return Optional.of(new String(utf8, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** True when a measurement may use the table: it is its own, or nobody has said whose it is. */
  public boolean admits(String measurement) {
    return owner.isEmpty() || owner.equals(owner(measurement));
  }

  public boolean made(String name) {
    return made.contains(Names.mark(name));
  }

  /** True when there is room for one more mark, in a comment that is ours. */
  public boolean canMark() {
    return !foreign && text().length() + MADE.length() + 9 <= MAX_BYTES;
  }

  public TableComment withOwner(String measurement) {
    return new TableComment(owner(measurement), made, foreign);
  }

  public TableComment withMade(String name) {
    Set<String> marks = new LinkedHashSet<>(made);
    marks.add(Names.mark(name));
    return new TableComment(owner, marks, foreign);
  }

  /** As it stands in the table. */
  public String text() {
    return made.isEmpty()
        ? owner
        : owner + MADE + String.join(",", made.stream().sorted().toList());
  }
}
