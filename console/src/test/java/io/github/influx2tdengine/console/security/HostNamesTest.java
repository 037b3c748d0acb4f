package io.github.influx2tdengine.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8083, true",
    "localhost:8083, true",
    "LOCALHOST, true",
    "[::1]:8083, true",
    "evil.example:8083, false",
    "127.0.0.1.evil.example, false",
    "console.example, true",
    "Console.Example:443, true",
  })
  void ofAWorkerOnLoopbackAreLoopbacksAndThoseAllowed(String host, boolean allowed) {
    HostNames names =
        HostNames.of(
            Map.of(
                "listeners",
                List.of("http://127.0.0.1:8083", "http://[::1]:8083"),
                "console.hosts",
                "console.example"));

    assertThat(names.allow(host)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://:8083", "http://127.0.0.1:1,http://10.0.0.1:1", "", "http://0.0.0.0:1"})
  void ofAWorkerOnTheNetworkAreAny(String listeners) {
    assertThat(HostNames.of(Map.of("listeners", listeners)).allow("connect.example:8083")).isTrue();
  }

  @Test
  void ofAWorkerWithoutListenersAreAny() {
    assertThat(HostNames.of(Map.of()).allow("connect.example")).isTrue();
  }
}
