package io.github.influx2tdengine.testkit.servers;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * How fast this machine is at the moment. A claim such as "within 30 s" is about a machine that has
 * its processors to itself; where a test meets one that is overloaded, the claim is stretched by as
 * much as the machine is slower there, and by nothing elsewhere.
 */
public final class Pace {
  /** A machine slower than this is not slow but broken. */
  private static final double SLOWEST = 40;

  /** Slower than this, tests that only measure or only repeat at length would take hours. */
  private static final double SLOW = 4;

  /** Times that a fixed piece of work took longer than it usually does, measured once. */
  private static final double WORK = work();

  private Pace() {}

  /**
   * A time limit for here and now.
   *
   * @param usual the limit on a machine that is not overloaded
   */
  public static Duration stretched(Duration usual) {
    return Duration.ofMillis(Math.round(usual.toMillis() * slowness()));
  }

  /** True where this machine is at the moment several times slower than machines usually are. */
  public static boolean overloaded() {
    return slowness() > SLOW && !"ignore".equals(System.getProperty("pace"));
  }

  /**
   * For those who leave something out where {@link #overloaded()}: what, why, how to do it anyway.
   * Said on standard output too: test reports show such reasons to nobody.
   */
  public static String leftOut(String test) {
    String said =
        ("%s left out in part: this machine is %.0f times slower than usual; to run it all the"
                + " same: mvn verify -Dpace=ignore -Dit.test=%s")
            .formatted(test, slowness(), test);
    System.out.println("testkit: " + said);
    return said;
  }

  private static double slowness() {
    return Math.max(1, Math.min(SLOWEST, Math.max(WORK, crowding())));
  }

  /** Threads that wanted a processor in the last minute, for each processor. */
  private static double crowding() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system.getSystemLoadAverage() / system.getAvailableProcessors();
  }

  /**
   * A gigabyte through a checksum: native code from the first call on, so compilers do not count.
   */
  private static double work() {
    byte[] chunk = new byte[1 << 20];
    CRC32 checksum = new CRC32();
    long begin = System.nanoTime();
    for (int chunks = 0; chunks < 1024; chunks++) {
      checksum.update(chunk);
    }
    // 0.1 to 0.5 s on the cores of the last ten years.
    return (System.nanoTime() - begin) / 0.6e9;
  }
}
