package io.github.influx2tdengine.testkit.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The shapes of data that cost differently on their way; see {@link #description()}. */
public enum Shape {
  TSBS("TSBS cpu-only: 10 tags, 10 float fields, a point every 10 s", 100),
  WIDE("1 tag, 200 fields: floats, integers and booleans", 10),
  NARROW("1 tag, 1 float field, 100,000 series", 100_000),
  TEXT("2 tags, 4 string fields of 20 to 200 characters, 1 integer", 100),
  SPARSE("2 tags, 1 to 5 of 60 float fields in each point", 100);

  /** Any will do; the same in every run, so that runs compare. */
  private static final long SEED = 1;

  private static final long SECOND = 1_000_000_000L;

  private static final String[] WORDS = {
    "pressure",
    "valve",
    "Ventil geöffnet",
    "timeout",
    "batch",
    "rejected",
    "温度",
    "ok",
    "level=3",
    "retry",
    "spindle",
    "\\\"quoted\\\"",
    "sensor",
    "offline",
    "restarted",
    "queue"
  };

  private final String description;
  private final int usualSeries;

  Shape(String description, int usualSeries) {
    this.description = description;
    this.usualSeries = usualSeries;
  }

  /**
   * @throws IllegalArgumentException for a name that is none, naming those that are
   */
  public static Shape of(String label) {
    for (Shape shape : values()) {
      if (shape.label().equals(label)) {
        return shape;
      }
    }
    throw new IllegalArgumentException(
        "shape '"
            + label
            + "' is unknown; known are "
            + Arrays.stream(values()).map(Shape::label).collect(Collectors.joining(", ")));
  }

  /** Its name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String description() {
    return description;
  }

  /** How many series it has unless told otherwise. */
  public int usualSeries() {
    return usualSeries;
  }

  public Dataset data(long points, int series) {
    return switch (this) {
      case TSBS -> new TsbsCpu(points, series, SEED);
      case WIDE ->
          new ShapedData("wide", points, series, SECOND, SEED, this::plainTags, Shape::wide);
      case NARROW ->
          new ShapedData("narrow", points, series, 60 * SECOND, SEED, this::plainTags, Shape::one);
      case TEXT ->
          new ShapedData("text", points, series, SECOND, SEED, this::siteAndUnit, Shape::texts);
      case SPARSE ->
          new ShapedData("sparse", points, series, SECOND, SEED, this::siteAndUnit, Shape::sparse);
    };
  }

  private String plainTags(int series) {
    return ",device=d" + series;
  }

  private String siteAndUnit(int series) {
    return ",site=s" + series % 7 + ",unit=u" + series;
  }

  private static void wide(StringBuilder line, SplittableRandom random) {
    for (int field = 0; field < 200; field++) {
      line.append(field == 0 ? "" : ",").append('f').append(field).append('=');
      switch (field % 8) {
        case 6 -> line.append(random.nextInt(100_000)).append('i');
        case 7 -> line.append(random.nextBoolean());
        default -> line.append(decimal(random));
      }
    }
  }

  private static void one(StringBuilder line, SplittableRandom random) {
    line.append("value=").append(decimal(random));
  }

  private static void texts(StringBuilder line, SplittableRandom random) {
    for (int field = 0; field < 4; field++) {
      line.append("text").append(field).append("=\"");
      int begin = line.length();
      int wanted = 20 + random.nextInt(150);
      while (line.length() - begin < wanted) {
        line.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      line.append("\",");
    }
    line.append("code=").append(random.nextInt(600)).append('i');
  }

  private static void sparse(StringBuilder line, SplittableRandom random) {
    int first = random.nextInt(60);
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      // Twelve apart, so that no field stands twice; 60 places to begin keep the subsets apart.
      line.append(i == 0 ? "" : ",").append('f').append((first + 12 * i) % 60);
      line.append('=').append(decimal(random));
    }
  }

  private static double decimal(SplittableRandom random) {
    return random.nextInt(1_000_000) / 10_000.0;
  }
}
