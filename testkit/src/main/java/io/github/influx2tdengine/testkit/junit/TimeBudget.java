package io.github.influx2tdengine.testkit.junit;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves out, and says so, what would begin too late in a build: a machine that gives a build a
 * tenth of a processor would else be at the first modules when whoever asked for the build gives
 * up, and the last module's tests, which show the most, would never run. Elsewhere builds end long
 * before this.
 *
 * <p>The build passes its begin as {@code build.started} and the minutes after which a module's
 * integration tests begin no more as {@code test.minutes}; without them there is no limit. {@code
 * mvn verify -Dtest.minutes=100000} runs everything anywhere.
 */
public final class TimeBudget implements ExecutionCondition {
  private static final ConditionEvaluationResult IN_TIME =
      ConditionEvaluationResult.enabled("in time");

  private final Set<String> said = ConcurrentHashMap.newKeySet();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String started = System.getProperty("build.started", "");
    String minutes = System.getProperty("test.minutes", "");
    if (started.isEmpty() || minutes.isEmpty() || context.getTestClass().isEmpty()) {
      return IN_TIME;
    }
    Duration soFar = Duration.between(Instant.parse(started), Instant.now());
    if (soFar.toMinutes() < Long.parseLong(minutes)) {
      return IN_TIME;
    }
    String test = context.getRequiredTestClass().getSimpleName();
    String reason =
        ("%s left out, all of it or the rest: this build has run for %d minutes, and this module's"
                + " tests begin until minute %s; to run it: mvn verify -Dit.test=%s"
                + " -Dtest.minutes=100000")
            .formatted(test, soFar.toMinutes(), minutes, test);
    if (said.add(test)) {
      System.out.println("testkit: " + reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }
}
