package io.github.influx2tdengine.testkit.tdengine.store;

/** The server's errors that the stand-in knows, each with the server's code and text. */
public final class Errors {
  private Errors() {}

  private static TdengineException error(int code, String message) {
    return new TdengineException(code, message);
  }

  /** Not the server's: the stand-in does not know this SQL. */
  public static TdengineException unsupported(String what) {
    return error(0x2600, "not supported by the stand-in for TDengine: " + what);
  }

  public static TdengineException syntax(String near) {
    return error(0x2600, "syntax error near \"" + near + "\"");
  }

  public static TdengineException incompleteSql() {
    return error(0x2601, "Incomplete SQL statement");
  }

  public static TdengineException sqlTooLong() {
    return error(0x021E, "SQL statement too long");
  }

  public static TdengineException authentication() {
    return error(0x0357, "Authentication failure");
  }

  public static TdengineException databaseNotExist() {
    return error(0x0388, "Database not exist");
  }

  public static TdengineException databaseNotSpecified() {
    return error(0x2616, "Database not specified");
  }

  /** What SHOW TABLES and SHOW STABLES say instead. */
  public static TdengineException listingWithoutDatabase() {
    return error(0x2600, "database not specified");
  }

  public static TdengineException databaseExists() {
    return error(0x0381, "Database already exists");
  }

  public static TdengineException invalidOption(String text) {
    return error(0x2619, text);
  }

  public static TdengineException stableExists() {
    return error(0x0360, "STable already exists");
  }

  public static TdengineException stableNotExist() {
    return error(0x0362, "STable not exist");
  }

  public static TdengineException tagExists() {
    return error(0x0369, "Tag already exists");
  }

  /** MODIFY TAG of a column. */
  public static TdengineException tagNotExist() {
    return error(0x036A, "Tag does not exist");
  }

  /** MODIFY COLUMN of a tag. */
  public static TdengineException columnNotExist() {
    return error(0x036C, "Column does not exist");
  }

  public static TdengineException columnExists() {
    return error(0x036B, "Column already exists");
  }

  public static TdengineException tableExists() {
    return error(0x0603, "Table already exists");
  }

  public static TdengineException timestampOutOfRange() {
    return error(0x060B, "Timestamp data out of range");
  }

  public static TdengineException schemaIsOld() {
    return error(0x061B, "Table schema is old");
  }

  public static TdengineException tableInOtherStable() {
    return error(0x061D, "Table already exists in other stables");
  }

  public static TdengineException invalidColumn(String name) {
    return error(0x2602, "Invalid column name: " + name);
  }

  public static TdengineException tableNotExist() {
    return error(0x2603, "Table does not exist");
  }

  /** What statements that ask for a table's particulars say of a missing table. */
  public static TdengineException noTableInfo() {
    return error(0x2662, "Fail to get table info, error: Table does not exist");
  }

  public static TdengineException incorrectTimestamp(String text) {
    return error(0x2635, "Incorrect TIMESTAMP value: " + text);
  }

  public static TdengineException invalidParameterType(String function) {
    return error(0x2802, "Invalid parameter data type : " + function);
  }

  public static TdengineException invalidSymbol(String text) {
    return error(0x0216, "syntax error near '" + text + "' (invalid data or symbol)");
  }

  /** SET TAG of a tag that is not there. */
  public static TdengineException setUnknownTag(String name) {
    return error(0x2649, "Invalid tag name: " + name);
  }

  /** A value written in SQL that its column cannot hold; the client reports it. */
  public static TdengineException invalidNumber(String text) {
    return error(0x0216, "syntax error near '" + text + "' (illegal numeric data)");
  }

  public static TdengineException primaryKeyMissing() {
    return error(0x0200, "Primary timestamp column should not be null");
  }

  public static TdengineException primaryKeyNull() {
    return error(0x0216, "syntax error near 'null' (Primary timestamp column should not be null)");
  }

  public static TdengineException valuesNotMatched() {
    return error(0x0216, "syntax error near ')' (, expected)");
  }

  public static TdengineException insertColumnTwice(String name) {
    return error(0x0216, "syntax error near '" + name + "' (duplicated column name)");
  }

  public static TdengineException tbnameExpected() {
    return error(
        0x0216,
        "syntax error near 'values' ((...tbname, ts...) bounded cols is expected for supertable"
            + " insertion)");
  }

  public static TdengineException notSingleGroup() {
    return error(0x260C, "Not a single-group group function");
  }

  public static TdengineException tagsNotMatched() {
    return error(0x260D, "Tags number not matched");
  }

  public static TdengineException invalidTagName(String name) {
    return error(0x260E, "Invalid tag name: " + name);
  }

  /**
   * A name that is too long.
   *
   * @param rest the SQL from the name on
   */
  public static TdengineException invalidIdentifier(String rest) {
    return error(0x2617, "Invalid identifier name: " + rest);
  }

  /**
   * A name with a dot.
   *
   * @param what database or table
   */
  public static TdengineException dotInName(String what) {
    return error(0x2617, "The " + what + " name cannot contain '.'");
  }

  public static TdengineException duplicatedColumn() {
    return error(0x263C, "Duplicated column names");
  }

  public static TdengineException tagsTooWide() {
    return error(0x263D, "Tags length exceeds max length " + Limits.TAG_BYTES);
  }

  public static TdengineException rowTooWide() {
    return error(0x263E, "Row length exceeds max length " + Limits.ROW_BYTES);
  }

  public static TdengineException columnsNumber() {
    return error(0x263F, "Illegal number of columns");
  }

  public static TdengineException tooManyColumns() {
    return error(0x2640, "Too many columns");
  }

  public static TdengineException firstColumn() {
    return error(0x2641, "First column must be timestamp");
  }

  public static TdengineException columnLength() {
    return error(0x2642, "Invalid column length for var length type");
  }

  public static TdengineException tagsNumber() {
    return error(0x2643, "Invalid number of tag columns");
  }

  public static TdengineException alterTable() {
    return error(0x2649, "Invalid alter table statement");
  }

  public static TdengineException alterOptions() {
    return error(0x03C2, "Invalid stable alter options");
  }

  public static TdengineException addedTooManyColumns() {
    return error(0x0365, "Too many columns");
  }

  public static TdengineException modifyColumn() {
    return error(
        0x264B,
        "Only varbinary/binary/nchar/geometry column length could be modified, and the length can"
            + " only be increased, not decreased");
  }

  public static TdengineException commentTooLong() {
    return error(0x264E, "Comment too long");
  }

  public static TdengineException dropColumn() {
    return error(0x2651, "No columns can be dropped");
  }

  public static TdengineException valueTooLong(String name) {
    return error(0x2653, "Value too long for column/tag: " + name);
  }

  /** Bound text that is longer than its column, where the server does not name the column. */
  public static TdengineException valueTooLong() {
    return error(0x2653, "Value too long for column/tag");
  }

  /** A bound tag of more bytes than declared. */
  public static TdengineException tagTooLong() {
    return error(0x0200, "tag length is too big");
  }

  public static TdengineException nameTooLong() {
    return error(0x0200, "name too long");
  }

  public static TdengineException unevenRows() {
    return error(0x0200, "row number in each bind param should be the same");
  }

  public static TdengineException tbnameMissing() {
    return error(0x0200, "tbname column should not be null");
  }

  public static TdengineException boundTimeNull() {
    return error(0x267B, "Primary key column should not be null");
  }

  public static TdengineException deleteWhere() {
    return error(0x2655, "The DELETE statement must only have a definite time window range");
  }

  public static TdengineException stmtApi(String text) {
    return error(0x022A, text);
  }

  public static TdengineException stmtBindNumber() {
    return error(0x0236, "bind number out of range or not match");
  }

  public static TdengineException stmtTableName() {
    return error(0x022B, "Table does not exist");
  }
}
