package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TableNeeds;
import io.github.influx2tdengine.sink.schema.TagColumns;
import io.github.influx2tdengine.sink.schema.TdType;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The tags of a series as values for the tags of a table. */
final class TagValues {
  private TagValues() {}

  /** What is wrong with a tag set. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    private Unfit(String tag, String message) {
      super(message);
      this.problem = new Problem(Reason.TAGS, tag, message);
    }

    Problem problem() {
      return problem;
    }
  }

  /** What is wrong with a tag set that no table can hold; empty where one could. */
  static Optional<Problem> neverFits(Tags tags) {
    int bytes = 0;
    for (int i = 0; i < tags.size(); i++) {
      bytes += TdType.VARCHAR.width(TableNeeds.Text.of(tags.value(i)).length(TdType.VARCHAR));
    }
    if (tags.size() <= TableModel.MAX_TAGS && bytes <= TableModel.MAX_TAG_BYTES) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            Reason.TAGS,
            "",
            "the series has "
                + tags.size()
                + " tags of "
                + bytes
                + " bytes together; a table holds at most 128 of 16,384 bytes"));
  }

  /**
   * A value for each tag of the table, null where the series does not have it: String, Boolean,
   * Long, BigInteger or Double after the tag's type.
   *
   * @throws Unfit when the table cannot hold one of the series' tags
   */
  static Object[] of(TableModel model, Tags tags) throws Unfit {
    Object[] values = new Object[model.tags().size()];
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      index.put(model.tags().get(i).name(), i);
    }
    for (int i = 0; i < tags.size(); i++) {
      String name = tags.name(i);
      Optional<TableColumn> tag = TagColumns.existing(model, name);
      if (tag.isEmpty()) {
        throw new Unfit(
            name,
            "supertable '"
                + model.name()
                + "' has no room for tag '"
                + name
                + "' (at most 128 tags of 16,384 bytes together)");
      }
      values[index.get(tag.get().name())] = value(tag.get(), tags.value(i));
    }
    return values;
  }

  private static Object value(TableColumn tag, String text) throws Unfit {
    try {
      return switch (tag.type()) {
        case VARCHAR, NCHAR -> {
          int length = TableNeeds.Text.of(text).length(tag.type());
          if (length > tag.length()) {
            throw new Unfit(
                tag.name(),
                "value of tag '"
                    + tag.name()
                    + "' needs a length of "
                    + length
                    + ", the tag has "
                    + tag.length()
                    + " and cannot be widened (all tags together: 16,384 bytes)");
          }
          yield text;
        }
        case BOOL -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new NumberFormatException();
          }
          yield Boolean.valueOf(text);
        }
        case TINYINT -> (long) Byte.parseByte(text);
        case SMALLINT -> (long) Short.parseShort(text);
        case INT -> (long) Integer.parseInt(text);
        case BIGINT -> Long.parseLong(text);
        case UTINYINT, USMALLINT, UINT, UBIGINT -> unsigned(tag, text);
        case FLOAT -> (double) Float.parseFloat(text);
        case DOUBLE -> Double.parseDouble(text);
        case TIMESTAMP, OTHER -> throw new NumberFormatException();
      };
    } catch (NumberFormatException e) {
      throw new Unfit(
          tag.name(),
          "tag '"
              + tag.name()
              + "' is a "
              + tag.type().sql()
              + " and does not take '"
              + text
              + "'");
    }
  }

  private static BigInteger unsigned(TableColumn tag, String text) {
    BigInteger number = new BigInteger(text);
    if (number.signum() < 0 || number.bitLength() > 8 * tag.type().width(0)) {
      throw new NumberFormatException();
    }
    return number;
  }
}
