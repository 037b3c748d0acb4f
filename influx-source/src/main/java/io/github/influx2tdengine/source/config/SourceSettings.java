package io.github.influx2tdengine.source.config;

import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;

import io.github.influx2tdengine.source.plan.TimeText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The source connector's settings: names, types, defaults and what each one means. */
public final class SourceSettings {
  public static final String URL = "influxdb.url";
  public static final String VERSION = "influxdb.version";
  public static final String USER = "influxdb.user";
  public static final String PASSWORD = "influxdb.password";
  public static final String ORG = "influxdb.org";
  public static final String TOKEN = "influxdb.token";
  public static final String SERVER_NAME = "server.name";
  public static final String CONNECT_TIMEOUT = "influxdb.connect.timeout.ms";
  public static final String READ_TIMEOUT = "influxdb.read.timeout.ms";
  public static final String COMPRESSION = "influxdb.compression";
  public static final String PROXY = "influxdb.proxy";
  public static final String PROXY_USER = "influxdb.proxy.user";
  public static final String PROXY_PASSWORD = "influxdb.proxy.password";
  public static final String TLS_CA_FILE = "influxdb.tls.ca.file";
  public static final String DBRP_CREATE = "dbrp.create";

  public static final String BUCKET = "bucket";
  public static final String MEASUREMENTS = "measurements";
  public static final String MEASUREMENTS_REGEX = "measurements.regex";
  public static final String MEASUREMENTS_EXCLUDE = "measurements.exclude";
  public static final String FIELDS_INCLUDE = "fields.include";
  public static final String FIELDS_EXCLUDE = "fields.exclude";
  public static final String TAGS_ADD = "tags.add";
  public static final String DISCOVERY_INTERVAL = "discovery.interval.ms";

  public static final String BEGIN = "begin.time";
  public static final String EARLIEST = "earliest";
  public static final String END = "end.time";
  public static final String RANGES = "ranges";
  public static final String DELAY = "delay.ms";
  public static final String LOOKBACK = "lookback.ms";
  public static final String LOOKBACK_INTERVAL = "lookback.interval.ms";

  public static final String TOPIC = "topic";
  public static final String RECORD_FORMAT = "record.format";
  public static final String RECORD_POINTS = "record.points.max";
  public static final String RECORD_BYTES = "record.bytes.max";

  public static final String WINDOW_POINTS = "window.points";
  public static final String WINDOW_BYTES = "window.bytes";
  public static final String WINDOW_LENGTH = "window.length.ms";
  public static final String WINDOW_LENGTH_MAX = "window.length.max.ms";
  public static final String READ_CONCURRENCY = "read.concurrency";
  public static final String POLL_INTERVAL = "poll.interval.ms";
  public static final String LOAD_MAX = "load.max";
  public static final String LOAD_MAX_CATCH_UP = "load.max.catch.up";
  public static final String POINTS_PER_SECOND = "points.per.second.max";
  public static final String RETRY_BACKOFF = "retry.backoff.ms";
  public static final String RETRY_BACKOFF_MAX = "retry.backoff.max.ms";
  public static final String RETRY_TIMEOUT = "retry.timeout.ms";

  public static final String METRICS_PER_MEASUREMENT = "metrics.per.measurement";

  /** What the connector writes into the configuration of each task; not for users. */
  public static final String TASK_MEASUREMENTS = "task.measurements";

  public static final String TASK_BUCKET = "task.bucket";
  public static final String TASK_DATABASE = "task.database";
  public static final String TASK_POLICY = "task.policy";
  public static final String TASK_NUMBER = "task.number";

  private static final String CONNECTION = "Connection";
  private static final String SELECTION = "Selection";
  private static final String TIME = "Time";
  private static final String RECORDS = "Records";
  private static final String READING = "Reading";
  private static final String OPERATION = "Operation";

  private SourceSettings() {}

  /** The definition without the recommendations that need a server. */
  public static ConfigDef definition() {
    return definition(Recommendations.NONE);
  }

  /** The definition as Connect shows it to users. */
  public static ConfigDef definition(Recommendations recommendations) {
    Definition d = new Definition();
    d.group(CONNECTION);
    d.required(
        URL,
        Type.STRING,
        checked(UrlSetting::parse, "an http:// or https:// address"),
        "Address of the InfluxDB server, for example http://influx:8086, with the path where a"
            + " proxy has one. User, password and token have settings of their own.");
    d.add(
        VERSION,
        Type.STRING,
        "auto",
        ValidString.in("auto", "1", "2", "3"),
        Importance.MEDIUM,
        "Major version of the server; auto asks it. 3 is experimental.");
    d.add(
            USER,
            Type.STRING,
            "",
            null,
            Importance.HIGH,
            "User name, for a 1.x server that asks for one.")
        .recommend(recommendations.forAuthentication(TOKEN, "1"));
    d.add(
            PASSWORD,
            Type.PASSWORD,
            "",
            null,
            Importance.HIGH,
            "Password that goes with influxdb.user.")
        .recommend(recommendations.forAuthentication(TOKEN, "1"));
    d.add(
            ORG,
            Type.STRING,
            "",
            null,
            Importance.MEDIUM,
            "Organisation of a 2.x server, by name or by ID. Not needed for reading, which the"
                + " token alone decides; tells buckets of one name apart when a database mapping"
                + " must be found or made.")
        .recommend(recommendations.forAuthentication(USER, "2", "3"));
    d.add(
            TOKEN,
            Type.PASSWORD,
            "",
            null,
            Importance.HIGH,
            "API token of a 2.x or 3.x server. It needs to read the bucket and nothing else.")
        .recommend(recommendations.forAuthentication(USER, "2", "3"));
    d.add(
        SERVER_NAME,
        Type.STRING,
        "",
        null,
        Importance.LOW,
        "Name of the server in source offsets and headers; the address where it is empty. With a"
            + " name the address may change and reading goes on where it was.");
    d.add(
        CONNECT_TIMEOUT,
        Type.LONG,
        10_000L,
        Range.between(100, 300_000),
        Importance.LOW,
        "Longest time in milliseconds until a connection to the server stands.");
    d.add(
        READ_TIMEOUT,
        Type.LONG,
        60_000L,
        Range.between(1_000, 3_600_000),
        Importance.LOW,
        "Longest silence in milliseconds of the server before or within an answer; after it the"
            + " window is read again.");
    d.add(
        COMPRESSION,
        Type.STRING,
        "none",
        ValidString.in("none", "gzip"),
        Importance.LOW,
        "gzip asks the server to compress its answers: for slow networks, at the server's cost.");
    d.add(
        PROXY,
        Type.STRING,
        "",
        optional(checked(UrlSetting::parse, "an http:// address")),
        Importance.LOW,
        "Address of an HTTP proxy between the worker and the server, for example"
            + " http://proxy:3128.");
    d.add(PROXY_USER, Type.STRING, "", null, Importance.LOW, "User name for the proxy.");
    d.add(PROXY_PASSWORD, Type.PASSWORD, "", null, Importance.LOW, "Password for the proxy.");
    d.add(
        TLS_CA_FILE,
        Type.STRING,
        "",
        null,
        Importance.LOW,
        "PEM file with the certificate authorities to trust for https, instead of the JVM's own.");
    d.add(
            DBRP_CREATE,
            Type.BOOLEAN,
            false,
            null,
            Importance.LOW,
            "Whether a missing database mapping (DBRP) of the bucket may be created on a 2.x"
                + " server; the token then needs to write mappings.")
        .shownFor(recommendations, "2");

    d.group(SELECTION);
    d.required(
            BUCKET,
            Type.STRING,
            nonEmpty(),
            "Bucket to read. On a 1.x server a database (its default retention policy) or"
                + " database/policy.")
        .recommend(recommendations.buckets());
    d.add(
            MEASUREMENTS,
            Type.STRING,
            "",
            null,
            Importance.HIGH,
            "Measurements to read, separated by commas (a comma or backslash in a name has a"
                + " backslash before it). All of the bucket where this and measurements.regex are"
                + " empty. One that does not exist is refused when end.time is set, and awaited"
                + " otherwise.")
        .recommend(recommendations.measurements());
    d.add(
        MEASUREMENTS_REGEX,
        Type.STRING,
        "",
        optional(regex()),
        Importance.MEDIUM,
        "Regular expression (Java) that the whole name of a measurement must match to be read, in"
            + " addition to those in measurements.");
    d.add(
        MEASUREMENTS_EXCLUDE,
        Type.STRING,
        "",
        null,
        Importance.MEDIUM,
        "Measurements not to read, separated by commas.");
    d.add(
        FIELDS_INCLUDE,
        Type.STRING,
        "",
        optional(regex()),
        Importance.LOW,
        "Regular expression (Java) over the whole of measurement.field; only fields that match are"
            + " read.");
    d.add(
        FIELDS_EXCLUDE,
        Type.STRING,
        "",
        optional(regex()),
        Importance.LOW,
        "Regular expression (Java) over the whole of measurement.field; fields that match are not"
            + " read.");
    d.add(
        TAGS_ADD,
        Type.STRING,
        "",
        checked(TagList::parse, "name=value,name=value"),
        Importance.MEDIUM,
        "Constant tags that every point gets, like site=plant7: they keep series of several servers"
            + " apart that go to one database. They win over a tag of the same name.");
    d.add(
        DISCOVERY_INTERVAL,
        Type.LONG,
        60_000L,
        Range.atLeast(1_000),
        Importance.LOW,
        "Milliseconds between two looks for new measurements. They get their tasks without a"
            + " restart.");

    d.group(TIME);
    d.required(
        BEGIN,
        Type.STRING,
        checked(
            text -> {
              if (!text.equals(EARLIEST)) {
                TimeText.parse(text);
              }
            },
            "an RFC 3339 time with a zone, or earliest"),
        "First time to read, inclusive: RFC 3339 with a zone, like 2026-01-01T00:00:00Z, or"
            + " earliest. Counts where no offset is stored yet.");
    d.add(
        END,
        Type.STRING,
        "",
        optional(checked(TimeText::parse, "an RFC 3339 time with a zone")),
        Importance.HIGH,
        "Time to stop before, RFC 3339 with a zone. Without it the source follows for ever. With"
            + " it, everything up to it is read at once, so it should lie in the past by more than"
            + " writers are late.");
    d.add(
        RANGES,
        Type.STRING,
        "",
        checked(ReadRange::parse, "FROM/TO measurement * or FROM/TO measurement tag=value ..."),
        Importance.LOW,
        "Only these ranges of time are read, once, of all series (FROM/TO measurement *) or of one"
            + " (FROM/TO measurement tag=value tag=value), separated by semicolons; names and"
            + " values as in a URL's query. What verify --repair reads again. Needs end.time.");
    d.add(
        DELAY,
        Type.LONG,
        30_000L,
        Range.atLeast(0),
        Importance.MEDIUM,
        "How many milliseconds reading stays behind the server's clock, so that writers have"
            + " finished with what is read. Points that come later are found by look-back.");
    d.add(
        LOOKBACK,
        Type.LONG,
        3_600_000L,
        Range.atLeast(0),
        Importance.MEDIUM,
        "How far back in milliseconds late and overwritten points are looked for by reading again;"
            + " 0 switches it off.");
    d.add(
        LOOKBACK_INTERVAL,
        Type.LONG,
        600_000L,
        Range.atLeast(1_000),
        Importance.LOW,
        "Milliseconds between two look-backs.");

    d.group(RECORDS);
    d.add(
        TOPIC,
        Type.STRING,
        "influx.{bucket}",
        checked(TopicTemplateCheck::check, "a template over {bucket} and {measurement}"),
        Importance.HIGH,
        "Topic, a template over {bucket} and {measurement}; characters that a topic cannot have"
            + " become _. It must not be compacted: the key is the series.");
    d.add(
        RECORD_FORMAT,
        Type.STRING,
        "line",
        ValidString.in("line", "struct", "block"),
        Importance.HIGH,
        "line: line protocol as text, with StringConverter. struct: typed records for Avro, JSON"
            + " Schema, Protobuf and other sinks. block: MessagePack, the fastest, with"
            + " ByteArrayConverter.");
    d.add(
        RECORD_POINTS,
        Type.INT,
        1,
        Range.between(1, 1_000_000),
        Importance.MEDIUM,
        "Most points of one series in a record. 1,000 is fast; 1 suits other consumers.");
    d.add(
        RECORD_BYTES,
        Type.INT,
        512 * 1024,
        Range.between(1_024, 64 * 1024 * 1024),
        Importance.LOW,
        "About the largest record in bytes, however many points it may hold. Stay below the"
            + " producer's max.request.size (1 MB).");

    d.group(READING);
    d.add(
        WINDOW_POINTS,
        Type.INT,
        50_000,
        Range.between(1, 10_000_000),
        Importance.MEDIUM,
        "Points that a window (the time range of one query) should hold; the length follows the"
            + " density seen so far.");
    d.add(
        WINDOW_BYTES,
        Type.INT,
        32 * 1024 * 1024,
        Range.between(1024 * 1024, 1024 * 1024 * 1024),
        Importance.MEDIUM,
        "Most memory in bytes that the answers a task has in hand take up. A window that does not"
            + " fit is halved.");
    d.add(
        WINDOW_LENGTH,
        Type.LONG,
        60_000L,
        Range.between(1, 315_360_000_000L),
        Importance.LOW,
        "Length in milliseconds of a measurement's first window, before its density is known, and"
            + " of the first after a gap.");
    d.add(
        WINDOW_LENGTH_MAX,
        Type.LONG,
        604_800_000L,
        Range.between(1, 315_360_000_000L),
        Importance.LOW,
        "Longest window in milliseconds. Longer ones make the server open more shards at once.");
    d.add(
        READ_CONCURRENCY,
        Type.INT,
        0,
        Range.between(0, 64),
        Importance.MEDIUM,
        "Windows that a task reads at once; the server uses about one core for each. 0 reads as many"
            + " as tasks.max leaves to each: where there are fewer measurements than tasks, a task"
            + " reads several, at most 4.");
    d.add(
        POLL_INTERVAL,
        Type.LONG,
        2_000L,
        Range.atLeast(10),
        Importance.MEDIUM,
        "Least milliseconds between two reads of a measurement that is up to date.");
    d.add(
        LOAD_MAX,
        Type.DOUBLE,
        0.2,
        Range.between(0.001, 1.0),
        Importance.MEDIUM,
        "Largest share of time that a following task keeps the server busy; reads come less often"
            + " where they take longer.");
    d.add(
        LOAD_MAX_CATCH_UP,
        Type.DOUBLE,
        1.0,
        Range.between(0.001, 1.0),
        Importance.MEDIUM,
        "The same for a task that catches up; 1 reads without a pause.");
    d.add(
        POINTS_PER_SECOND,
        Type.LONG,
        0L,
        Range.atLeast(0),
        Importance.LOW,
        "Most points a second that a task reads, on average; 0 is no limit.");
    d.add(
        RETRY_BACKOFF,
        Type.LONG,
        500L,
        Range.between(1, 3_600_000),
        Importance.LOW,
        "Pause in milliseconds after a read failed for the first time; it doubles with each further"
            + " failure, with some chance in it. A server's Retry-After is honoured.");
    d.add(
        RETRY_BACKOFF_MAX,
        Type.LONG,
        60_000L,
        Range.between(1, 3_600_000),
        Importance.LOW,
        "Longest such pause in milliseconds.");
    d.add(
        RETRY_TIMEOUT,
        Type.LONG,
        3_600_000L,
        Range.atLeast(-1),
        Importance.LOW,
        "How many milliseconds one read may go on failing before the task fails with the reason; -1"
            + " is without limit. Wrong credentials and a missing bucket fail within a minute.");

    d.group(OPERATION);
    d.add(
        METRICS_PER_MEASUREMENT,
        Type.BOOLEAN,
        false,
        null,
        Importance.LOW,
        "Whether every measurement has metrics of its own, also where a task has more than 50.");

    d.internal(TASK_MEASUREMENTS, Type.STRING, "");
    d.internal(TASK_BUCKET, Type.STRING, "");
    d.internal(TASK_DATABASE, Type.STRING, "");
    d.internal(TASK_POLICY, Type.STRING, "");
    d.internal(TASK_NUMBER, Type.INT, 0);
    return d.build();
  }

  /** Collects the settings of a group in the order they are written down. */
  private static final class Definition {
    private final List<ConfigDef.ConfigKey> keys = new ArrayList<>();
    private final ConfigDef internal = new ConfigDef();
    private String group;
    private int order;

    void group(String name) {
      group = name;
      order = 0;
    }

    Definition required(String name, Type type, ConfigDef.Validator validator, String doc) {
      return key(name, type, NO_DEFAULT_VALUE, validator, Importance.HIGH, doc, null);
    }

    Definition add(
        String name,
        Type type,
        Object def,
        ConfigDef.Validator validator,
        Importance importance,
        String doc) {
      return key(name, type, def, validator, importance, doc, null);
    }

    /** The setting just added has values to recommend, or is hidden. */
    Definition recommend(Recommender recommender) {
      ConfigDef.ConfigKey last = keys.remove(keys.size() - 1);
      order--;
      return key(
          last.name,
          last.type,
          last.defaultValue,
          last.validator,
          last.importance,
          last.documentation,
          recommender);
    }

    /** The setting just added belongs to these versions only. */
    Definition shownFor(Recommendations recommendations, String... versions) {
      return recommend(recommendations.forVersions(versions));
    }

    void internal(String name, Type type, Object def) {
      internal.defineInternal(name, type, def, Importance.LOW);
    }

    private Definition key(
        String name,
        Type type,
        Object def,
        ConfigDef.Validator validator,
        Importance importance,
        String doc,
        Recommender recommender) {
      keys.add(
          new ConfigDef.ConfigKey(
              name,
              type,
              def,
              validator,
              importance,
              doc,
              group,
              ++order,
              Width.MEDIUM,
              name,
              List.of(),
              recommender,
              false));
      return this;
    }

    ConfigDef build() {
      ConfigDef built = new ConfigDef(internal);
      for (ConfigDef.ConfigKey key : keys) {
        List<String> dependents =
            switch (key.name) {
              case VERSION -> List.of(USER, PASSWORD, ORG, TOKEN, DBRP_CREATE);
              // One way only: Connect follows dependents without end where they go in a circle.
              case USER -> List.of(PASSWORD, ORG, TOKEN);
              default -> List.of();
            };
        built.define(
            key.name,
            key.type,
            key.defaultValue,
            key.validator,
            key.importance,
            key.documentation,
            key.group,
            key.orderInGroup,
            key.width,
            key.displayName,
            dependents,
            key.recommender);
      }
      return built;
    }
  }

  private interface Check {
    void check(String text);
  }

  private static ConfigDef.Validator checked(Check check, String described) {
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          try {
            if (value != null) {
              check.check((String) value);
            }
          } catch (IllegalArgumentException e) {
            throw new org.apache.kafka.common.config.ConfigException(name + ": " + e.getMessage());
          }
        },
        () -> described);
  }

  private static ConfigDef.Validator optional(ConfigDef.Validator validator) {
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          if (value != null && !value.equals("")) {
            validator.ensureValid(name, value);
          }
        },
        validator::toString);
  }

  private static ConfigDef.Validator regex() {
    return checked(
        text -> {
          try {
            Pattern.compile(text);
          } catch (java.util.regex.PatternSyntaxException e) {
            throw new IllegalArgumentException(
                "'" + text + "' is not a regular expression: " + e.getDescription(), e);
          }
        },
        "a regular expression");
  }

  private static ConfigDef.Validator nonEmpty() {
    return checked(
        text -> {
          if (text.isBlank()) {
            throw new IllegalArgumentException("is empty");
          }
        },
        "not empty");
  }
}
