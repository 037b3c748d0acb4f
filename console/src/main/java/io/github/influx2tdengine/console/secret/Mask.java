package io.github.influx2tdengine.console.secret;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Takes secrets out of connectors' settings before a browser sees them. */
public final class Mask {
  /** Stands for a value that is kept from the browser. */
  public static final String HIDDEN = "[hidden]";

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(?:^|[._-])(?:password|passwd|pwd|token|secret|credentials?|jaas\\.config|basic\\.auth\\.user\\.info|(?:private|api|access)[._-]?key|ssl\\.(?:key|keystore\\.key))(?:$|[._-])");

  /** A reference that a config provider resolves, and nothing around it. */
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^{}$]+:[^{}$]+\\}");

  private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]+@");
  private static final Pattern IN_ADDRESS =
      Pattern.compile("(?i)([?&;](?:password|pass|pwd|token|bearerToken)=)[^&;]+");

  private Mask() {}

  /** Whether a setting's name says that its value is a secret. */
  public static boolean secret(String setting) {
    return SECRET.matcher(setting).find();
  }

  public static boolean reference(String value) {
    return REFERENCE.matcher(value).matches();
  }

  /** The same settings, sorted, secrets as {@link #HIDDEN}; references and empty values stay. */
  public static Map<String, String> settings(Map<String, String> settings) {
    Map<String, String> masked = new TreeMap<>();
    settings.forEach(
        (name, value) ->
            masked.put(
                name,
                secret(name) && !value.isEmpty() && !reference(value) ? HIDDEN : address(value)));
    return masked;
  }

  private static String address(String value) {
    return IN_ADDRESS
        .matcher(USER_INFO.matcher(value).replaceAll("//" + HIDDEN + "@"))
        .replaceAll("$1" + HIDDEN);
  }
}
