package io.github.influx2tdengine.source.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowPlannerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3_600 * SECOND;
  private static final WindowSizes SIZES =
      new WindowSizes(50_000, 10_000_000, 60 * SECOND, 7 * 24 * HOUR);

  private final WindowPlanner planner = new WindowPlanner(SIZES, 0, HOUR);

  @Test
  void windowsFollowEachOtherUpToTheEdge() {
    assertThat(planner.next(150 * SECOND)).contains(new Window(0, 60 * SECOND));
    assertThat(planner.next(150 * SECOND)).contains(new Window(60 * SECOND, 120 * SECOND));
    assertThat(planner.next(150 * SECOND)).contains(new Window(120 * SECOND, 150 * SECOND));
    assertThat(planner.next(150 * SECOND)).isEmpty();
  }

  @Test
  void aWindowGrowsToThePointsWantedButNotAtOnce() {
    Window first = planner.next(HOUR * 100).orElseThrow();
    planner.read(first, 10_000, 10, 1_000_000);
    assertThat(planner.length()).isEqualTo(300 * SECOND);
    planner.read(new Window(0, 300 * SECOND), 10, 1, 1_000);
    assertThat(planner.length()).as("eightfold at most").isEqualTo(2_400 * SECOND);
  }

  @Test
  void aWindowShrinksWhereItsBytesComeNearTheLimit() {
    planner.read(new Window(0, 60 * SECOND), 20_000, 10, 20_000_000);
    assertThat(planner.length()).isEqualTo(15 * SECOND);
  }

  @Test
  void manySeriesGetSomePointsEach() {
    planner.read(new Window(0, 60 * SECOND), 50_000, 10_000, 5_000_000);
    assertThat(planner.length())
        .as("100,000 points wanted, but half the bytes allowed are taken")
        .isEqualTo(60 * SECOND);
    planner.read(new Window(0, 60 * SECOND), 50_000, 10_000, 1_000_000);
    assertThat(planner.length()).isEqualTo(120 * SECOND);
  }

  @Test
  void aWindowCutByTheEdgeDoesNotShortenLaterOnes() {
    planner.read(new Window(0, 60 * SECOND), 5, 1, 500);
    long before = planner.length();
    planner.read(new Window(0, SECOND), 1, 1, 100);
    assertThat(planner.length()).isEqualTo(before);
  }

  @Test
  void anEmptyWindowSaysNothingAboutDensity() {
    planner.read(new Window(0, 60 * SECOND), 0, 0, 0);
    assertThat(planner.length()).isEqualTo(60 * SECOND);
  }

  @Test
  void afterABurstAndASearchInVainWindowsReachTheEdgeAgain() {
    for (Window burst = new Window(0, 60 * SECOND); burst.divisible(); ) {
      burst = planner.halve(burst).get(0);
    }
    assertThat(planner.length()).isEqualTo(1);
    planner.nothingFound();
    assertThat(planner.length()).isEqualTo(60 * SECOND);
  }

  @Test
  void halvesCoverTheWindowAndLaterOnesAreShorter() {
    Window window = new Window(0, 60 * SECOND);
    assertThat(planner.halve(window))
        .containsExactly(new Window(0, 30 * SECOND), new Window(30 * SECOND, 60 * SECOND));
    assertThat(planner.length()).isEqualTo(30 * SECOND);
  }

  @Test
  void halvesOfTheWidestWindowDoNotOverflow() {
    Window widest = new Window(TimeText.MIN, TimeText.END);
    List<Window> halves = widest.halves();
    assertThat(halves.get(0).from()).isEqualTo(TimeText.MIN);
    assertThat(halves.get(0).to()).isEqualTo(halves.get(1).from());
    assertThat(halves.get(1).to()).isEqualTo(TimeText.END);
    assertThat(new Window(5, 7).halves()).containsExactly(new Window(5, 6), new Window(6, 7));
    assertThat(new Window(-3, -1).halves()).containsExactly(new Window(-3, -2), new Window(-2, -1));
  }

  @Test
  void windowsStayWithinCellsAfterTypesWereInDoubt() {
    WindowPlanner late = new WindowPlanner(SIZES, HOUR / 2, HOUR);
    List<Window> parts = late.splitByCells(new Window(HOUR / 2, 3 * HOUR));
    assertThat(parts)
        .containsExactly(
            new Window(HOUR / 2, HOUR), new Window(HOUR, 2 * HOUR), new Window(2 * HOUR, 3 * HOUR));
    late.skipTo(2 * HOUR - SECOND);
    assertThat(late.next(10 * HOUR)).contains(new Window(2 * HOUR - SECOND, 2 * HOUR));
  }

  @Test
  void aWindowOfVeryManyCellsIsSplitInTwoBetweenCells() {
    Window years = new Window(HOUR / 2, 20_001 * HOUR);
    List<Window> parts = new WindowPlanner(SIZES, 0, HOUR).splitByCells(years);
    assertThat(parts).hasSize(2);
    assertThat(parts.get(0).from()).isEqualTo(years.from());
    assertThat(parts.get(0).to()).isEqualTo(parts.get(1).from());
    assertThat(parts.get(0).to() % HOUR).isZero();
    assertThat(parts.get(1).to()).isEqualTo(years.to());
  }

  @Test
  void aWindowIsNarrowedToTheTimesOfItsPoints() {
    Window window = new Window(0, 60 * SECOND);
    assertThat(window.surrounds(5, 5)).isTrue();
    assertThat(window.surrounds(0, 8 * SECOND)).isFalse();
    assertThat(window.surrounds(5, 60 * SECOND)).isFalse();
    assertThat(new Window(5, 7).surrounds(5, 6)).isFalse();
    assertThat(window.around(5, 5))
        .containsExactly(new Window(0, 5), new Window(5, 6), new Window(6, 60 * SECOND));
    assertThat(window.around(0, 60 * SECOND - 1)).containsExactly(window);
  }

  @Test
  void onceDenseAfterAGapAlwaysCarefulAfterAGap() {
    planner.read(new Window(0, 60 * SECOND), 5, 1, 500);
    planner.beginAt(HOUR);
    assertThat(planner.length()).as("no burst seen yet").isEqualTo(480 * SECOND);
    Optional<Window> window = planner.next(100 * HOUR);
    planner.halve(window.orElseThrow());
    planner.read(new Window(HOUR, HOUR + 240 * SECOND), 5, 1, 500);
    planner.beginAt(2 * HOUR);
    assertThat(planner.length()).isEqualTo(60 * SECOND);
  }
}
