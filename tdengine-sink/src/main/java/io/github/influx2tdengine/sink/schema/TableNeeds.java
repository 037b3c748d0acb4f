package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What a batch needs of one supertable: its tags and fields, and how long their text is. */
public final class TableNeeds {
  /** Longest text that a column, or a tag, can be declared for, in bytes. */
  public static final int MOST_COLUMN_BYTES = 65_517;

  private static final int MOST_TAG_BYTES = 16_382;

  private final Map<String, TextLengths> tags = new LinkedHashMap<>();
  private final Map<Column, TextLengths> fields = new LinkedHashMap<>();
  private final Set<Column> beyondPlain = new LinkedHashSet<>();
  private final Set<String> fieldNames = new LinkedHashSet<>();
  private Supplier<Collection<TableNeeds>> parts = List::of;

  /**
   * The measure of a text.
   *
   * @param bytes in UTF-8, what VARCHAR counts
   * @param chars code points, what NCHAR counts
   */
  public record Text(int bytes, int chars) {
    /** The measure of one text; lone surrogates count as the one byte Java writes for them. */
    public static Text of(String text) {
      int bytes = 0;
      int chars = 0;
      for (int i = 0; i < text.length(); i++, chars++) {
        char c = text.charAt(i);
        if (c < 0x80) {
          bytes++;
        } else if (c < 0x800) {
          bytes += 2;
        } else if (!Character.isSurrogate(c)) {
          bytes += 3;
        } else if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          bytes += 4;
          i++;
        } else {
          bytes++;
        }
      }
      return new Text(bytes, chars);
    }

    /** The length that a column of this type must be declared with. */
    public int length(TdType type) {
      return Math.max(1, type == TdType.NCHAR ? chars : bytes);
    }
  }

  /** A tag; its values are to be added to what is returned. */
  public TextLengths tag(String name) {
    return tags.computeIfAbsent(name, key -> new TextLengths(MOST_TAG_BYTES));
  }

  /** A field with one of its types; its texts are to be added to what is returned. */
  public TextLengths field(Column column) {
    fieldNames.add(column.name());
    return fields.computeIfAbsent(column, key -> new TextLengths(MOST_COLUMN_BYTES));
  }

  /** Some values of the field do not fit its plain column, although that is of their kind. */
  public void beyondPlain(Column column) {
    beyondPlain.add(column);
  }

  /**
   * The same needs, taken apart by rows that have the same tags and fields; asked for if at all.
   */
  public void parts(Supplier<Collection<TableNeeds>> apart) {
    this.parts = apart;
  }

  /** Rows that have the same tags and fields; empty where nobody has taken the needs apart. */
  Collection<TableNeeds> parts() {
    return parts.get();
  }

  public Map<String, TextLengths> tags() {
    return tags;
  }

  public Map<Column, TextLengths> fields() {
    return fields;
  }

  /** Names of all fields in the batch. */
  public Set<String> fieldNames() {
    return fieldNames;
  }

  public boolean isBeyondPlain(Column column) {
    return beyondPlain.contains(column);
  }

  /** The type a field of this type gets where it has no column yet. */
  static TdType columnType(FieldType type, TdType textType) {
    return switch (type) {
      case FLOAT -> TdType.DOUBLE;
      case INTEGER -> TdType.BIGINT;
      case UNSIGNED -> TdType.UBIGINT;
      case BOOLEAN -> TdType.BOOL;
      case STRING -> textType;
    };
  }
}
