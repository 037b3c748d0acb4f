package io.github.influx2tdengine.source.config;

import io.github.influx2tdengine.points.RecordFormat;
import io.github.influx2tdengine.source.plan.TimeText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The source connector's settings; {@link SourceSettings} documents each. */
public final class SourceConfig extends AbstractConfig {
  private final Map<String, String> given;

  /**
   * @throws ConfigException when a setting is missing or wrong, or two contradict each other
   */
  public SourceConfig(Map<String, String> properties) {
    this(properties, true);
  }

  private SourceConfig(Map<String, String> properties, boolean crossChecked) {
    super(SourceSettings.definition(), properties, false);
    this.given = Map.copyOf(properties);
    if (crossChecked) {
      CrossChecks.of(this).throwFirst();
    }
  }

  /** Settings that may contradict each other, for whoever reports that himself. */
  public static SourceConfig unchecked(Map<String, String> properties) {
    return new SourceConfig(properties, false);
  }

  /** The connector's name, or {@code influx-source} where none was given. */
  public String connectorName() {
    return given.getOrDefault("name", "influx-source");
  }

  /** What was given as text, for settings that belong to Connect and not to this connector. */
  Map<String, String> given() {
    return given;
  }

  public URI url() {
    return UrlSetting.parse(getString(SourceSettings.URL));
  }

  public ServerVersion version() {
    return ServerVersion.of(getString(SourceSettings.VERSION));
  }

  /** The name of the server in source partitions: {@code server.name}, or the URL. */
  public String serverName() {
    String name = getString(SourceSettings.SERVER_NAME);
    return name.isEmpty() ? UrlSetting.text(url()) : name;
  }

  public Optional<String> user() {
    return text(SourceSettings.USER);
  }

  public Optional<Password> password() {
    return secret(SourceSettings.PASSWORD);
  }

  public Optional<String> org() {
    return text(SourceSettings.ORG);
  }

  public Optional<Password> token() {
    return secret(SourceSettings.TOKEN);
  }

  public Transport transport() {
    return new Transport(
        millis(SourceSettings.CONNECT_TIMEOUT),
        millis(SourceSettings.READ_TIMEOUT),
        "gzip".equals(getString(SourceSettings.COMPRESSION)),
        text(SourceSettings.PROXY).map(UrlSetting::parse),
        text(SourceSettings.PROXY_USER),
        secret(SourceSettings.PROXY_PASSWORD),
        text(SourceSettings.TLS_CA_FILE));
  }

  public boolean createDbrp() {
    return getBoolean(SourceSettings.DBRP_CREATE);
  }

  public String bucket() {
    return getString(SourceSettings.BUCKET);
  }

  public MeasurementSelection measurements() {
    return new MeasurementSelection(
        NameList.parse(getString(SourceSettings.MEASUREMENTS)),
        text(SourceSettings.MEASUREMENTS_REGEX).map(java.util.regex.Pattern::compile),
        NameList.parse(getString(SourceSettings.MEASUREMENTS_EXCLUDE)));
  }

  public FieldSelection fields() {
    return new FieldSelection(
        text(SourceSettings.FIELDS_INCLUDE).map(java.util.regex.Pattern::compile),
        text(SourceSettings.FIELDS_EXCLUDE).map(java.util.regex.Pattern::compile));
  }

  public Map<String, String> addedTags() {
    return TagList.parse(getString(SourceSettings.TAGS_ADD));
  }

  public Duration discoveryInterval() {
    return millis(SourceSettings.DISCOVERY_INTERVAL);
  }

  /**
   * The first time to read, inclusive, in nanoseconds; the earliest possible for {@code earliest}.
   */
  public long begin() {
    String text = getString(SourceSettings.BEGIN);
    return text.equals(SourceSettings.EARLIEST) ? TimeText.MIN : TimeText.parse(text);
  }

  /** The time to stop before, in nanoseconds; empty when the source follows for ever. */
  public OptionalLong end() {
    return text(SourceSettings.END)
        .map(text -> OptionalLong.of(TimeText.parse(text)))
        .orElseGet(OptionalLong::empty);
  }

  /** What to read once instead of everything; empty for everything. */
  public List<ReadRange> ranges() {
    return ReadRange.parse(getString(SourceSettings.RANGES));
  }

  public Duration delay() {
    return millis(SourceSettings.DELAY);
  }

  public Duration lookback() {
    return millis(SourceSettings.LOOKBACK);
  }

  public Duration lookbackInterval() {
    return millis(SourceSettings.LOOKBACK_INTERVAL);
  }

  public String topic() {
    return getString(SourceSettings.TOPIC);
  }

  public RecordFormat recordFormat() {
    return RecordFormat.of(getString(SourceSettings.RECORD_FORMAT));
  }

  public int recordPointsMax() {
    return getInt(SourceSettings.RECORD_POINTS);
  }

  public int recordBytesMax() {
    return getInt(SourceSettings.RECORD_BYTES);
  }

  public int windowPoints() {
    return getInt(SourceSettings.WINDOW_POINTS);
  }

  public int windowBytes() {
    return getInt(SourceSettings.WINDOW_BYTES);
  }

  public Duration windowLength() {
    return millis(SourceSettings.WINDOW_LENGTH);
  }

  public Duration windowLengthMax() {
    return millis(SourceSettings.WINDOW_LENGTH_MAX);
  }

  /** Windows that a task reads at once, at least 1. */
  public int readConcurrency() {
    return Math.max(1, getInt(SourceSettings.READ_CONCURRENCY));
  }

  public Duration pollInterval() {
    return millis(SourceSettings.POLL_INTERVAL);
  }

  /** The share of time a following task keeps the server busy. */
  public double loadMax() {
    return getDouble(SourceSettings.LOAD_MAX);
  }

  /** The share of time a task that catches up keeps the server busy. */
  public double loadMaxCatchUp() {
    return getDouble(SourceSettings.LOAD_MAX_CATCH_UP);
  }

  /** Points a second and task; 0 is no limit. */
  public long pointsPerSecondMax() {
    return getLong(SourceSettings.POINTS_PER_SECOND);
  }

  public Retries retries() {
    return new Retries(
        millis(SourceSettings.RETRY_BACKOFF),
        millis(SourceSettings.RETRY_BACKOFF_MAX),
        millis(SourceSettings.RETRY_TIMEOUT));
  }

  public boolean metricsPerMeasurement() {
    return getBoolean(SourceSettings.METRICS_PER_MEASUREMENT);
  }

  /** The measurements of this task, which the connector wrote into its configuration. */
  public List<String> taskMeasurements() {
    return NameList.parse(getString(SourceSettings.TASK_MEASUREMENTS));
  }

  /** The bucket as the connector resolved it, {@code db/rp} on a 1.x server. */
  public String taskBucket() {
    return getString(SourceSettings.TASK_BUCKET);
  }

  /** The database that InfluxQL finds the bucket in. */
  public String taskDatabase() {
    return getString(SourceSettings.TASK_DATABASE);
  }

  /** The retention policy that goes with it; empty for the default. */
  public String taskPolicy() {
    return getString(SourceSettings.TASK_POLICY);
  }

  public int taskNumber() {
    return getInt(SourceSettings.TASK_NUMBER);
  }

  private Duration millis(String key) {
    return Duration.ofMillis(getLong(key));
  }

  private Optional<String> text(String key) {
    String value = getString(key);
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private Optional<Password> secret(String key) {
    Password value = getPassword(key);
    return value == null || value.value().isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
