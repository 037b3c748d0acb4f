package io.github.influx2tdengine.sink.config;

import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.sink.name.SubtableNames;
import io.github.influx2tdengine.sink.schema.StringType;
import io.github.influx2tdengine.sink.schema.TypeConflict;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/** The sink's settings: names, defaults, checks of single values, and typed access. */
public final class SinkConfig extends AbstractConfig {
  public static final String URL = "tdengine.url";
  public static final String USER = "tdengine.user";
  public static final String PASSWORD = "tdengine.password";
  public static final String TOKEN = "tdengine.token";
  public static final String CONNECT_TIMEOUT = "connect.timeout.ms";
  public static final String REQUEST_TIMEOUT = "request.timeout.ms";
  public static final String DATABASE = "database";
  public static final String DATABASE_OPTIONS = "database.options";
  public static final String PRECISION_LOSS = "timestamp.precision.loss";
  public static final String AUTO_CREATE = "auto.create";
  public static final String AUTO_EVOLVE = "auto.evolve";
  public static final String SUPERTABLE_NAMES = "supertable.names";
  public static final String SUBTABLE_NAME = "subtable.name";
  public static final String TIMESTAMP_COLUMN = "timestamp.column";
  public static final String STRING_TYPE = "string.type";
  public static final String TYPE_CONFLICT = "type.conflict";
  public static final String LINE_PRECISION = "line.precision";
  public static final String EXPIRED = "expired";
  public static final String TEXT_OVERFLOW = "text.overflow";
  public static final String WRITERS = "writers";
  public static final String BATCH_ROWS = "batch.rows";
  public static final String LINGER = "linger.ms";
  public static final String BUFFER_BYTES = "buffer.bytes";
  public static final String RETRY_TIMEOUT = "retry.timeout.ms";
  public static final String RETRY_BACKOFF = "retry.backoff.ms";
  public static final String RETRY_BACKOFF_MAX = "retry.backoff.max.ms";

  /** Set by the connector for each of its tasks. */
  public static final String TASK = "task.id";

  /**
   * How long an error that nobody knows must have lasted before rows are refused for it, in
   * milliseconds. For tests, and so not among the settings: a shorter time costs good rows.
   */
  public static final String DOUBT = "unknown.error.doubt.ms";

  private static final String CONNECTION = "Connection";
  private static final String SCHEMA = "Database and tables";
  private static final String ROWS = "Rows";
  private static final String WRITING = "Writing";

  public SinkConfig(Map<String, String> settings) {
    super(definition(), settings, false);
  }

  /** All settings, as Connect and the documentation show them. */
  public static ConfigDef definition() {
    ConfigDef def = new ConfigDef();
    connection(def);
    schema(def);
    rows(def);
    writing(def);
    return def;
  }

  private static void connection(ConfigDef def) {
    new Group(def, CONNECTION)
        .add(
            URL,
            Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            new UrlCheck(),
            Importance.HIGH,
            "JDBC URL of TDengine's adapter, `jdbc:TAOS-WS://host:6041`. Several endpoints are"
                + " separated by commas, `jdbc:TAOS-WS://a:6041,b:6041`: when one fails the next is"
                + " taken. `?useSSL=true` encrypts (with the JVM's trust store),"
                + " `?enableCompression=true` compresses. User, password and token have settings of"
                + " their own and are refused here.")
        .add(USER, Type.STRING, "root", null, Importance.HIGH, "User to log in as.")
        .add(
            PASSWORD,
            Type.PASSWORD,
            new Password(""),
            null,
            Importance.HIGH,
            "Password of the user.")
        .add(
            TOKEN,
            Type.PASSWORD,
            new Password(""),
            null,
            Importance.MEDIUM,
            "Token for TDengine Cloud; then user and password are not needed.")
        .add(
            CONNECT_TIMEOUT,
            Type.INT,
            15_000,
            Range.between(100, 30_000),
            Importance.LOW,
            "How long to wait for a connection to an endpoint, in milliseconds.")
        .add(
            REQUEST_TIMEOUT,
            Type.INT,
            20_000,
            Range.between(1_000, 300_000),
            Importance.LOW,
            "How long to wait for an answer, in milliseconds. A connection that broke without a"
                + " word is noticed after this time; the batch is then written again.");
  }

  private static void schema(ConfigDef def) {
    new Group(def, SCHEMA)
        .add(
            DATABASE,
            Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            new NameCheck(64),
            Importance.HIGH,
            "Database to write to. It is created with `PRECISION 'ns' KEEP 106580` and the"
                + " `database.options` unless it exists.")
        .add(
            DATABASE_OPTIONS,
            Type.STRING,
            "",
            null,
            Importance.MEDIUM,
            "Options for a database that is created, as in SQL: `VGROUPS 4 REPLICA 3 DURATION 30d`."
                + " A KEEP given here replaces the default of 106580 days.")
        .add(
            PRECISION_LOSS,
            Type.STRING,
            "refuse",
            OneOf.of(PrecisionLoss.class),
            Importance.MEDIUM,
            "An existing database with a precision coarser than nanoseconds is refused (`refuse`);"
                + " `truncate` writes to it and cuts times off, so that points that differ only"
                + " below the precision become one.")
        .add(
            AUTO_CREATE,
            Type.BOOLEAN,
            true,
            null,
            Importance.MEDIUM,
            "Create the database and supertables that are missing. When false, the task fails with"
                + " the SQL to run.")
        .add(
            AUTO_EVOLVE,
            Type.BOOLEAN,
            true,
            null,
            Importance.MEDIUM,
            "Add columns and tags that are missing and widen text that is too short. When false,"
                + " the task fails with the SQL to run.")
        .add(
            SUPERTABLE_NAMES,
            Type.STRING,
            "",
            new SupertableNamesCheck(),
            Importance.LOW,
            "Supertables for measurements that shall not have one of their own name,"
                + " `measurement:table,…`; a comma, colon or backslash in a name takes a backslash"
                + " before it.")
        .add(
            SUBTABLE_NAME,
            Type.STRING,
            "",
            new SubtableCheck(),
            Importance.LOW,
            "Template for the name of a series' subtable over `{measurement}`, `{tag.NAME}` and"
                + " `{hash}` (128 bits of the series). When empty, subtables are named as TDengine's"
                + " line-protocol endpoint names them, so that both write to the same ones. Without"
                + " `{hash}`, two series that get one name are refused, never merged.")
        .add(
            TIMESTAMP_COLUMN,
            Type.STRING,
            "_ts",
            new NameCheck(64),
            Importance.LOW,
            "Name of the time column in supertables that are created. Existing ones keep theirs.")
        .add(
            STRING_TYPE,
            Type.STRING,
            "varchar",
            OneOf.of(StringType.class),
            Importance.LOW,
            "Type of columns made for string fields: `varchar` or `nchar`.")
        .add(
            TYPE_CONFLICT,
            Type.STRING,
            "column",
            OneOf.of(TypeConflict.class),
            Importance.MEDIUM,
            "What happens to a value whose type is not its column's: `column` gives each further"
                + " type a column `<field>_<type>`; `widen` writes integers to a DOUBLE column where"
                + " that is exact and otherwise does as `column`; `fail` refuses the row.");
  }

  private static void rows(ConfigDef def) {
    new Group(def, ROWS)
        .add(
            LINE_PRECISION,
            Type.STRING,
            "ns",
            OneOf.of(LinePrecision.class),
            Importance.MEDIUM,
            "Unit of the times in records of line protocol: `ns`, `us`, `ms` or `s`.")
        .add(
            EXPIRED,
            Type.STRING,
            "refuse",
            OneOf.of(Expired.class),
            Importance.MEDIUM,
            "Rows older than the database's KEEP: `refuse` treats them as any bad row; `skip` counts"
                + " them and goes on.")
        .add(
            TEXT_OVERFLOW,
            Type.STRING,
            "refuse",
            OneOf.of(TextOverflow.class),
            Importance.LOW,
            "Text that is too long for any column: `refuse` treats the row as any bad row;"
                + " `truncate` cuts the text at a whole character.");
  }

  private static void writing(ConfigDef def) {
    new Group(def, WRITING)
        .add(
            WRITERS,
            Type.INT,
            2,
            Range.between(1, 64),
            Importance.MEDIUM,
            "Connections of each task that write at the same time. A subtable is always written by"
                + " the same one.")
        .add(
            BATCH_ROWS,
            Type.INT,
            10_000,
            Range.between(1, 1_000_000),
            Importance.MEDIUM,
            "Rows that a writer collects before it writes them.")
        .add(
            LINGER,
            Type.INT,
            200,
            Range.between(0, 60_000),
            Importance.MEDIUM,
            "How long rows wait for a batch to fill, in milliseconds.")
        .add(
            BUFFER_BYTES,
            Type.LONG,
            64L * 1024 * 1024,
            Range.atLeast(1024 * 1024),
            Importance.MEDIUM,
            "Rows a task holds in memory, in bytes (an estimate). Above it the consumer is paused"
                + " until half of them are written.")
        .add(
            RETRY_TIMEOUT,
            Type.LONG,
            -1L,
            Range.atLeast(-1),
            Importance.LOW,
            "How long a batch is tried again after errors that may pass, in milliseconds; then the"
                + " task fails. -1: for as long as it takes.")
        .add(
            RETRY_BACKOFF,
            Type.INT,
            100,
            Range.between(1, 60_000),
            Importance.LOW,
            "Wait before the first retry, in milliseconds; doubled, with jitter, for each further"
                + " one.")
        .add(
            RETRY_BACKOFF_MAX,
            Type.INT,
            5_000,
            Range.between(1, 600_000),
            Importance.LOW,
            "Longest wait between retries, in milliseconds.");
  }

  public String url() {
    return getString(URL);
  }

  public String user() {
    return getString(USER);
  }

  public String password() {
    return getPassword(PASSWORD).value();
  }

  public String token() {
    return getPassword(TOKEN).value();
  }

  public Duration connectTimeout() {
    return Duration.ofMillis(getInt(CONNECT_TIMEOUT));
  }

  public Duration requestTimeout() {
    return Duration.ofMillis(getInt(REQUEST_TIMEOUT));
  }

  public String database() {
    return getString(DATABASE);
  }

  public String databaseOptions() {
    return getString(DATABASE_OPTIONS);
  }

  public boolean truncatesTimes() {
    return one(PrecisionLoss.class, PRECISION_LOSS) == PrecisionLoss.TRUNCATE;
  }

  public boolean autoCreate() {
    return getBoolean(AUTO_CREATE);
  }

  public boolean autoEvolve() {
    return getBoolean(AUTO_EVOLVE);
  }

  /** Supertables by measurement, where the user names them. */
  public Map<String, String> supertableNames() {
    return SupertableNamesCheck.parse(getString(SUPERTABLE_NAMES));
  }

  public SubtableNames subtableNames() {
    String template = getString(SUBTABLE_NAME);
    return template.isEmpty() ? SubtableNames.endpoint() : SubtableNames.template(template);
  }

  public String timestampColumn() {
    return getString(TIMESTAMP_COLUMN);
  }

  public StringType stringType() {
    return one(StringType.class, STRING_TYPE);
  }

  public TypeConflict typeConflict() {
    return one(TypeConflict.class, TYPE_CONFLICT);
  }

  public LinePrecision linePrecision() {
    return one(LinePrecision.class, LINE_PRECISION);
  }

  public Expired expired() {
    return one(Expired.class, EXPIRED);
  }

  public TextOverflow textOverflow() {
    return one(TextOverflow.class, TEXT_OVERFLOW);
  }

  public int writers() {
    return getInt(WRITERS);
  }

  public int batchRows() {
    return getInt(BATCH_ROWS);
  }

  public Duration linger() {
    return Duration.ofMillis(getInt(LINGER));
  }

  public long bufferBytes() {
    return getLong(BUFFER_BYTES);
  }

  /** Negative: without end. */
  public long retryTimeoutMs() {
    return getLong(RETRY_TIMEOUT);
  }

  public int retryBackoffMs() {
    return getInt(RETRY_BACKOFF);
  }

  public int retryBackoffMaxMs() {
    return getInt(RETRY_BACKOFF_MAX);
  }

  public Duration doubt() {
    return Duration.ofMillis(Long.parseLong(originalsStrings().getOrDefault(DOUBT, "30000")));
  }

  /** The connector's name, as Connect passes it to its tasks. */
  public String connector() {
    return originalsStrings().getOrDefault("name", "tdengine-sink");
  }

  public String task() {
    return originalsStrings().getOrDefault(TASK, "0");
  }

  private <E extends Enum<E>> E one(Class<E> type, String setting) {
    return Enum.valueOf(type, getString(setting).toUpperCase(Locale.ROOT));
  }

  /** Adds settings to one group, in the order they are listed. */
  private static final class Group {
    private final ConfigDef def;
    private final String name;
    private int order;

    Group(ConfigDef def, String name) {
      this.def = def;
      this.name = name;
    }

    Group add(
        String setting,
        Type type,
        Object defaultValue,
        ConfigDef.Validator validator,
        Importance importance,
        String documentation) {
      def.define(
          setting,
          type,
          defaultValue,
          validator,
          importance,
          documentation,
          name,
          ++order,
          Width.MEDIUM,
          setting);
      return this;
    }
  }
}
