package io.github.influx2tdengine.testkit.tdengine.store;

import java.nio.charset.StandardCharsets;

/** TDengine's limits on names, widths and counts; measured, see facts of TDengine 3.3.7.5. */
public final class Limits {
  public static final int DATABASE_NAME_BYTES = 64;
  public static final int TABLE_NAME_BYTES = 192;
  public static final int COLUMN_NAME_BYTES = 64;

  /** Columns and tags of a table together. */
  public static final int COLUMNS_AND_TAGS = 4096;

  public static final int TAGS = 128;

  /** Declared bytes of all columns. */
  public static final int ROW_BYTES = 65_531;

  /** Declared bytes of all tags. */
  public static final int TAG_BYTES = 16_384;

  public static final int VARCHAR_BYTES = 65_517;
  public static final int TAG_VARCHAR_BYTES = 16_382;
  public static final int COMMENT_BYTES = 1_024;
  public static final int SQL_BYTES = 1 << 20;

  private Limits() {}

  public static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
