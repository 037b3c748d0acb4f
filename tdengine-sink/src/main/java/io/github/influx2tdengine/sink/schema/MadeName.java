package io.github.influx2tdengine.sink.schema;

import io.github.influx2tdengine.sink.name.Names;

/**
 * A name made for a column or tag that cannot have its own.
 *
 * @param marked true when the table's comment must tell that it was made; a name that carries its
 *     own hash tells it itself
 */
record MadeName(String name, boolean marked) {
  /**
   * @param free true when no real field or tag is known to have the name
   */
  static MadeName of(TableModel model, String made, boolean free) {
    return model.comment().made(made) || free && model.comment().canMark()
        ? new MadeName(made, true)
        : new MadeName(Names.hashed(made), false);
  }

  /** The table with the mark, where one is needed. */
  TableModel markIn(TableModel model) {
    return marked ? model.withComment(model.comment().withMade(name)) : model;
  }
}
