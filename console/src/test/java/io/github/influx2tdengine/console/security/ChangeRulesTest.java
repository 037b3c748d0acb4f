package io.github.influx2tdengine.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.console.security.ChangeRules.Request;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeRulesTest {
  private static final Optional<String> HOST = Optional.of("localhost:8083");
  private static final Optional<String> JSON = Optional.of("application/json");

  private final ChangeRules rules = new ChangeRules(false, HostNames.of(Map.of()));

  @ParameterizedTest
  @CsvSource({
    "console/api/secrets/x, http://localhost:8083, same-origin, true",
    "console/api/secrets/x, http://evil.example, cross-site, false",
    "console/api/secrets/x, http://localhost:9999, same-site, false",
    "console/api/secrets/x, null, cross-site, false",
    "console/api/secrets/x, not an origin, same-origin, false",
    // Connect's own paths are what the pages change connectors through.
    "connectors/x/restart, http://evil.example, cross-site, false",
    "connectors/x/restart, http://LOCALHOST:8083, same-origin, true",
  })
  void takesChangesFromItsOwnPagesOnly(String path, String origin, String site, boolean taken) {
    Request request = new Request("POST", path, HOST, Optional.of(origin), Optional.of(site), JSON);

    assertThat(rules.refusal(request).isEmpty()).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, true",
    "Application/JSON; charset=utf-8, true",
    "text/plain, false",
    "application/x-www-form-urlencoded, false",
    "'', false",
  })
  void takesJsonOnly(String type, boolean taken) {
    Request request =
        new Request(
            "POST",
            "console/api/secrets/x",
            HOST,
            Optional.of("http://localhost:8083"),
            Optional.of("same-origin"),
            Optional.of(type));

    assertThat(rules.refusal(request).isEmpty()).isEqualTo(taken);
  }

  @Test
  void leavesScriptsOfOperatorsAlone() {
    assertThat(
            rules.refusal(
                new Request(
                    "PUT",
                    "connectors/x/pause",
                    HOST,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())))
        .isEmpty();
  }

  @Test
  void leavesReadingAlone() {
    assertThat(
            rules.refusal(
                new Request(
                    "GET",
                    "console/api/sources",
                    HOST,
                    Optional.of("http://evil.example"),
                    Optional.of("cross-site"),
                    Optional.empty())))
        .isEmpty();
  }

  @Test
  void answersNoSiteThatLeadsItsNameToLoopback() {
    ChangeRules loopback =
        new ChangeRules(false, HostNames.of(Map.of("listeners", "http://127.0.0.1:8083")));

    assertThat(
            loopback.refusal(
                new Request(
                    "GET",
                    "connectors/x/config",
                    Optional.of("evil.example:8083"),
                    Optional.empty(),
                    Optional.of("same-origin"),
                    Optional.empty())))
        .hasValueSatisfying(reason -> assertThat(reason).contains("evil.example", "console.hosts"));
  }

  @Test
  void leavesConnectOpenWhereTheWorkerIsAndNeverTheConsole() {
    ChangeRules open = new ChangeRules(true, HostNames.of(Map.of()));

    assertThat(
            open.refusal(
                new Request(
                    "POST",
                    "connectors",
                    HOST,
                    Optional.of("http://ui.example"),
                    Optional.of("cross-site"),
                    JSON)))
        .isEmpty();
    assertThat(
            open.refusal(
                new Request(
                    "POST",
                    "console/api/secrets/x",
                    HOST,
                    Optional.of("http://ui.example"),
                    Optional.of("cross-site"),
                    JSON)))
        .isPresent();
  }
}
