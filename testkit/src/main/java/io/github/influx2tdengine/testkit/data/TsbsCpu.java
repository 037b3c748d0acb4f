package io.github.influx2tdengine.testkit.data;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The shape of TSBS' cpu-only data: measurement {@code cpu}, ten tags, ten float fields between 0
 * and 100, every series has a point every ten seconds. A value depends only on the seed, the series
 * and the step, so any part can be made again without the rest.
 *
 * @param points in all; the last step may be incomplete
 * @param series how many hosts
 * @param begin time of the first step
 */
public record TsbsCpu(long points, int series, long seed, Instant begin) implements Dataset {
  /** Ten seconds. */
  public static final long STEP_NANOS = 10_000_000_000L;

  public static final String MEASUREMENT = "cpu";

  private static final String[] FIELDS = {
    "usage_user", "usage_system", "usage_idle", "usage_nice", "usage_iowait",
    "usage_irq", "usage_softirq", "usage_steal", "usage_guest", "usage_guest_nice"
  };
  private static final String[] REGIONS = {
    "us-east-1",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "eu-central-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "sa-east-1"
  };
  private static final String[] SYSTEMS = {"Ubuntu16.10", "Ubuntu16.04LTS", "Ubuntu15.10"};
  private static final String[] TEAMS = {"SF", "NYC", "LON", "CHI"};
  private static final String[] ENVIRONMENTS = {"production", "staging", "test"};

  /** Data from 2026-01-01 on. */
  public TsbsCpu(long points, int series, long seed) {
    this(points, series, seed, Instant.parse("2026-01-01T00:00:00Z"));
  }

  public TsbsCpu {
    if (points < 0 || series < 1) {
      throw new IllegalArgumentException("points " + points + ", series " + series);
    }
  }

  @Override
  public String measurement() {
    return MEASUREMENT;
  }

  @Override
  public Stream<String> lines() {
    String[] heads = new String[series];
    for (int i = 0; i < series; i++) {
      StringBuilder head = new StringBuilder(MEASUREMENT);
      tags(i).forEach((name, value) -> head.append(',').append(name).append('=').append(value));
      heads[i] = head.toString();
    }
    return LongStream.range(0, points)
        .mapToObj(
            point -> {
              int host = (int) (point % series);
              long step = point / series;
              StringBuilder line = new StringBuilder(heads[host]);
              for (int field = 0; field < FIELDS.length; field++) {
                line.append(field == 0 ? ' ' : ',').append(FIELDS[field]).append('=');
                line.append(value(host, step, field));
              }
              return line.append(' ').append(time(step)).toString();
            });
  }

  @Override
  public Instant end() {
    long steps = (points + series - 1) / series;
    return begin.plusNanos(steps * STEP_NANOS);
  }

  /** Nanoseconds since 1970 of a step. */
  public long time(long step) {
    return begin.getEpochSecond() * 1_000_000_000L + begin.getNano() + step * STEP_NANOS;
  }

  /** The value of a field, 0 to 9, with four decimals. */
  public double value(int host, long step, int field) {
    long mixed = seed * 31 + host;
    mixed = mixed * 0x9E3779B97F4A7C15L + step;
    mixed = mixed * 0xBF58476D1CE4E5B9L + field;
    return new SplittableRandom(mixed).nextInt(1_000_000) / 10_000.0;
  }

  private Map<String, String> tags(int host) {
    SplittableRandom random = new SplittableRandom(seed ^ (host * 0x9E3779B97F4A7C15L));
    Map<String, String> tags = new LinkedHashMap<>();
    String region = REGIONS[random.nextInt(REGIONS.length)];
    tags.put("arch", random.nextBoolean() ? "x64" : "x86");
    tags.put("datacenter", region + (char) ('a' + random.nextInt(3)));
    tags.put("hostname", "host_" + host);
    tags.put("os", SYSTEMS[random.nextInt(SYSTEMS.length)]);
    tags.put("rack", Integer.toString(random.nextInt(100)));
    tags.put("region", region);
    tags.put("service", Integer.toString(random.nextInt(20)));
    tags.put("service_environment", ENVIRONMENTS[random.nextInt(ENVIRONMENTS.length)]);
    tags.put("service_version", Integer.toString(random.nextInt(2)));
    tags.put("team", TEAMS[random.nextInt(TEAMS.length)]);
    return tags;
  }
}
