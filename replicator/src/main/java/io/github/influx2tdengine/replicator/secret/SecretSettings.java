package io.github.influx2tdengine.replicator.secret;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;

/** Takes the secrets out of connector settings and puts references in their place. */
public final class SecretSettings {
  /** A password or token among the parameters of an address, as JDBC addresses may have. */
  private static final Pattern IN_ADDRESS =
      Pattern.compile("(?i)[?&;](?:password|pass|pwd|token|bearerToken)=([^&;]+)");

  private static final Pattern USER_INFO = Pattern.compile("//[^/@:]*:([^/@]+)@");

  private SecretSettings() {}

  /**
   * @param definition says which settings are passwords
   * @param owner tells the secrets of two connectors apart
   */
  public static Map<String, String> conceal(
      Map<String, String> settings, ConfigDef definition, String owner, Secrets secrets) {
    Map<String, String> concealed = new LinkedHashMap<>();
    settings.forEach(
        (key, value) -> {
          ConfigDef.ConfigKey known = definition.configKeys().get(key);
          boolean password =
              known == null
                  ? key.endsWith(".password") || key.endsWith(".token")
                  : known.type() == ConfigDef.Type.PASSWORD;
          boolean inAddress =
              keepPart(IN_ADDRESS, owner + "." + key, value, secrets)
                  | keepPart(USER_INFO, owner + "." + key, value, secrets);
          concealed.put(
              key, password || inAddress ? secrets.keep(owner + "." + key, value) : value);
        });
    return concealed;
  }

  /** The part alone is kept too: messages may quote it without the rest. */
  private static boolean keepPart(Pattern pattern, String key, String value, Secrets secrets) {
    Matcher matcher = pattern.matcher(value);
    boolean found = false;
    while (matcher.find()) {
      secrets.keep(key + ".part." + matcher.start(), matcher.group(1));
      found = true;
    }
    return found;
  }
}
