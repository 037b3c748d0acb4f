package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.sink.name.Names;
import java.util.Optional;
import java.util.Set;

/**
 * The tag that a series' tag has, or would get, in one table: its own name; with {@code _tag}
 * behind it where a field has that name.
 */
public final class TagColumns {
  private static final String ENDING = "_tag";

  private TagColumns() {}

  /** The table's tag for a tag name, where it has one. */
  public static Optional<TableColumn> existing(TableModel model, String tag) {
    String plain = plainName(model, tag);
    Optional<TableColumn> own = model.tag(plain);
    if (own.isPresent()) {
      return own;
    }
    String made = Names.extended(plain, ENDING);
    return model.comment().made(made) ? model.tag(made) : model.tag(Names.hashed(made));
  }

  /** True when the tag's own name is a field's, so that a name has to be made for it. */
  public static boolean meetsField(TableModel model, String tag, Set<String> fieldColumns) {
    String plain = plainName(model, tag);
    return model.hasColumn(plain) || fieldColumns.contains(plain);
  }

  /**
   * The name that a new tag gets where {@link #meetsField} says that one has to be made.
   *
   * @param fieldColumns plain column names of the fields known to exist
   * @param tags names of all tags of the series known to exist
   */
  public static MadeName madeName(
      TableModel model, String tag, Set<String> fieldColumns, Set<String> tags) {
    String made = Names.extended(plainName(model, tag), ENDING);
    boolean free =
        !model.hasTag(made)
            && !model.hasColumn(made)
            && !fieldColumns.contains(made)
            && !tags.contains(made);
    return MadeName.of(model, made, free);
  }

  /** The tag's own name; with {@code _} behind it where the table cannot have that. */
  public static String plainName(TableModel model, String tag) {
    String name = Names.column(tag);
    while (FieldColumns.reserved(model, name) || model.comment().made(name)) {
      name = Names.extended(name, "_");
    }
    return name;
  }
}
