package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a batch needs of one supertable: its tags and fields, and how long their text is. */
public final class TableNeeds {
  private final Map<String, Text> tags = new LinkedHashMap<>();
  private final Map<Column, Text> fields = new LinkedHashMap<>();
  private final Set<Column> beyondPlain = new LinkedHashSet<>();
  private final Set<String> fieldNames = new LinkedHashSet<>();
  private boolean seriesWithoutTags;

  /**
   * The longest of some texts.
   *
   * @param bytes in UTF-8, what VARCHAR counts
   * @param chars code points, what NCHAR counts
   */
  public record Text(int bytes, int chars) {
    public static final Text NONE = new Text(0, 0);

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

    public Text max(Text other) {
      return bytes >= other.bytes && chars >= other.chars
          ? this
          : new Text(Math.max(bytes, other.bytes), Math.max(chars, other.chars));
    }

    /** The length that a column of this type must be declared with. */
    public int length(TdType type) {
      return Math.max(1, type == TdType.NCHAR ? chars : bytes);
    }
  }

  public void tag(String name, Text text) {
    tags.merge(name, text, Text::max);
  }

  /** A series without tags is among them: the table needs a tag nevertheless. */
  public void noTags() {
    seriesWithoutTags = true;
  }

  /** A field with one of its types. */
  public void field(Column column, Text text) {
    fields.merge(column, text, Text::max);
    fieldNames.add(column.name());
  }

  /** Some values of the field do not fit its plain column, although that is of their kind. */
  public void beyondPlain(Column column) {
    beyondPlain.add(column);
  }

  public Map<String, Text> tags() {
    return tags;
  }

  public Map<Column, Text> fields() {
    return fields;
  }

  /** Names of all fields in the batch. */
  public Set<String> fieldNames() {
    return fieldNames;
  }

  public boolean isBeyondPlain(Column column) {
    return beyondPlain.contains(column);
  }

  public boolean hasSeriesWithoutTags() {
    return seriesWithoutTags;
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
