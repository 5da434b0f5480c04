/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.calciteodata.auth.oauth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.calciteodata.auth.oauth.SettingsException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a settings store: one JSON object; members that this version does not know are
 * kept.
 */
final class SettingsDocument {
  private static final String FORMAT = "odata-oauth";
  private static final int VERSION = 1;
  private static final int MOST_ENTRIES = 256;
  private static final int MOST_PENDING_PER_PROFILE = 20;
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ObjectNode root;
  private final SettingsCipher cipher;

  private SettingsDocument(ObjectNode root, SettingsCipher cipher) {
    this.root = root;
    this.cipher = cipher;
  }

  /** A file that does not exist yet. */
  static SettingsDocument empty(SettingsCipher cipher) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION).put("generation", 0);
    return new SettingsDocument(root, cipher);
  }

  /**
   * Reads a file strictly.
   *
   * @throws CorruptException for anything but one object of this format; its text never shows
   *     content
   */
  static SettingsDocument parse(byte[] bytes, SettingsCipher cipher) throws CorruptException {
    if (bytes.length == 0) {
      return empty(cipher);
    }
    if (bytes.length > 1 << 20) {
      throw new CorruptException("larger than 1 MiB");
    }
    if (bytes[0] != '{') {
      throw new CorruptException("does not start with {");
    }
    try {
      JsonNode node = JSON.readTree(bytes);
      if (!(node instanceof ObjectNode root) || !FORMAT.equals(root.path("format").asText())) {
        throw new CorruptException("not a settings file of this product");
      }
      return new SettingsDocument(root, cipher);
    } catch (JsonProcessingException e) {
      throw new CorruptException("not JSON near byte " + e.getLocation().getByteOffset());
    } catch (IOException e) {
      throw new CorruptException("not readable");
    }
  }

  /** A copy to change. */
  SettingsDocument copy() {
    return new SettingsDocument(root.deepCopy(), cipher);
  }

  /** Counts the changes of the file. */
  long generation() {
    return root.path("generation").asLong();
  }

  /** The salt of the file's keys, base64, or null. */
  String salt() {
    return root.path("protection").path("salt").asText(null);
  }

  /**
   * Refuses to change a file of a later version, or one that another key protects.
   *
   * @throws SettingsException UNWRITABLE or WRONG_KEY
   */
  void checkWritable() throws SettingsException {
    if (root.path("version").asInt() > VERSION) {
      throw new SettingsException(
          Reason.UNWRITABLE, "The OAuth settings were written by a later version");
    }
    JsonNode check = root.path("protection").path("check").path(cipher.kind());
    if (cipher.seals() && check.isObject()) {
      cipher.open(salt(), place("protection", "check", 0), sealed(check));
    }
  }

  /**
   * The entry of a profile.
   *
   * @throws SettingsException WRONG_KEY when it cannot be decrypted
   */
  Optional<StoredGrant> grant(String profileKey) throws SettingsException {
    JsonNode entry = root.path("entries").path(profileKey);
    if (!entry.isObject()) {
      return Optional.empty();
    }
    try {
      return content(entry, "entries", profileKey).map(SettingsJson::grant);
    } catch (SettingsException e) {
      if (cipher.unreadableCountsAsAbsent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Replaces the entry of a profile. */
  void putGrant(String profileKey, String label, StoredGrant grant, long now)
      throws SettingsException {
    ObjectNode entries = section("entries");
    long gen = entries.path(profileKey).path("gen").asLong() + 1;
    ObjectNode entry =
        entries.path(profileKey) instanceof ObjectNode old ? old : JSON.createObjectNode();
    entry.put("gen", gen).put("label", label).put("writtenAt", now);
    entry.remove(List.of("data", "sealed"));
    put(entry, SettingsJson.toJson(grant, JSON.createObjectNode()), "entries", profileKey);
    entries.set(profileKey, entry);
    dropOldest(entries, "writtenAt", MOST_ENTRIES);
  }

  /** Removes the entry of a profile; answers whether there was one. */
  boolean removeGrant(String profileKey) {
    return section("entries").remove(profileKey) != null;
  }

  /** The sign-in that was begun with this state, if it is still open. */
  Optional<PendingSignIn> pending(String profileKey, String state, long now)
      throws SettingsException {
    String key = pendingKey(profileKey, state);
    JsonNode entry = root.path("pending").path(key);
    return isOpen(entry, now) ? pending(key, entry) : Optional.empty();
  }

  /** Whether a sign-in was begun with this state and is too old now. */
  boolean pendingExpired(String profileKey, String state, long now) {
    JsonNode entry = root.path("pending").path(pendingKey(profileKey, state));
    return entry.isObject() && entry.path("exp").asLong() <= now;
  }

  /** Whether the code of the sign-in that was begun with this state was tried already. */
  boolean pendingUsed(String profileKey, String state) {
    return root.path("pending").path(pendingKey(profileKey, state)).path("used").asBoolean();
  }

  private static boolean isOpen(JsonNode entry, long now) {
    return entry.path("exp").asLong() > now && !entry.path("used").asBoolean();
  }

  /** All open sign-ins of a profile, by key. */
  Map<String, PendingSignIn> pendings(String profileKey, long now) throws SettingsException {
    Map<String, PendingSignIn> open = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("pending").properties()) {
      if (profileKey.equals(entry.getValue().path("profile").asText())
          && isOpen(entry.getValue(), now)) {
        pending(entry.getKey(), entry.getValue()).ifPresent(p -> open.put(entry.getKey(), p));
      }
    }
    return open;
  }

  private Optional<PendingSignIn> pending(String key, JsonNode entry) throws SettingsException {
    return content(entry, "pending", key)
        .map(data -> SettingsJson.pending(data, entry.path("exp").asLong()));
  }

  /** Keeps a sign-in that was begun. */
  void putPending(String profileKey, String state, PendingSignIn pending, long now)
      throws SettingsException {
    ObjectNode all = section("pending");
    sweep(all, profileKey, now);
    String key = pendingKey(profileKey, state);
    ObjectNode entry = JSON.createObjectNode();
    entry.put("exp", pending.expiresAt()).put("profile", profileKey).put("gen", 1);
    put(entry, SettingsJson.toJson(pending, JSON.createObjectNode()), "pending", key);
    all.set(key, entry);
  }

  /** Takes a sign-in out, so that its code can be used once only; that it was used is kept. */
  void usePending(String key) {
    JsonNode entry = section("pending").get(key);
    if (entry instanceof ObjectNode used) {
      used.retain("exp", "profile", "gen");
      used.put("used", true);
    }
  }

  /** Under which key a sign-in is kept: its state does not stand in the file. */
  static String pendingKey(String profileKey, String state) {
    return Digests.sha256OfList(state, profileKey);
  }

  private void sweep(ObjectNode all, String profileKey, long now) {
    List<String> gone = new ArrayList<>();
    List<Map.Entry<String, JsonNode>> mine = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : all.properties()) {
      if (entry.getValue().path("exp").asLong() <= now) {
        gone.add(entry.getKey());
      } else if (profileKey.equals(entry.getValue().path("profile").asText())) {
        mine.add(entry);
      }
    }
    mine.sort(Comparator.comparingLong(e -> e.getValue().path("exp").asLong()));
    for (int i = 0; i <= mine.size() - MOST_PENDING_PER_PROFILE; i++) {
      gone.add(mine.get(i).getKey());
    }
    all.remove(gone);
  }

  /** How the last interactive sign-in failed; empty when it did not. */
  Optional<LoginOutcome> login(String profileKey) {
    JsonNode node = root.path("login").path(profileKey);
    return node.isObject()
        ? Optional.of(
            new LoginOutcome(
                node.path("outcome").asText(),
                node.path("at").asLong(),
                node.path("failures").asInt()))
        : Optional.empty();
  }

  /** Keeps how a sign-in failed, or forgets it with null. */
  void putLogin(String profileKey, LoginOutcome outcome) {
    ObjectNode logins = section("login");
    logins.remove(profileKey);
    if (outcome != null) {
      logins
          .putObject(profileKey)
          .put("outcome", outcome.outcome())
          .put("at", outcome.at())
          .put("failures", outcome.failures());
    }
    dropOldest(logins, "at", MOST_ENTRIES);
  }

  /** The file's new content; counts as one more generation. */
  byte[] toBytes() throws SettingsException {
    root.put("generation", generation() + 1);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new SettingsException(Reason.UNWRITABLE, "Cannot write the OAuth settings as JSON");
    }
  }

  private ObjectNode section(String name) {
    return root.path(name) instanceof ObjectNode section ? section : root.putObject(name);
  }

  private static void dropOldest(ObjectNode map, String time, int most) {
    while (map.size() > most) {
      map.properties().stream()
          .min(Comparator.comparingLong(e -> e.getValue().path(time).asLong()))
          .ifPresent(oldest -> map.remove(oldest.getKey()));
    }
  }

  private Optional<JsonNode> content(JsonNode entry, String section, String key)
      throws SettingsException {
    if (entry.path("data").isObject()) {
      return Optional.of(entry.path("data"));
    }
    JsonNode sealed = entry.path("sealed");
    if (!sealed.isObject()) {
      return Optional.empty();
    }
    byte[] open =
        cipher.open(salt(), place(section, key, entry.path("gen").asLong()), sealed(sealed));
    try {
      return Optional.of(JSON.readTree(open));
    } catch (IOException e) {
      throw new SettingsException(Reason.UNREADABLE, "An entry of the OAuth settings is not JSON");
    }
  }

  private void put(ObjectNode entry, ObjectNode data, String section, String key)
      throws SettingsException {
    if (!cipher.seals()) {
      entry.set("data", data);
      return;
    }
    ensureProtection();
    try {
      byte[] content = JSON.writeValueAsBytes(data);
      entry.set(
          "sealed",
          toJson(cipher.seal(salt(), place(section, key, entry.path("gen").asLong()), content)));
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          Reason.UNWRITABLE, "Cannot write an entry of the OAuth settings as JSON");
    }
  }

  private void ensureProtection() throws SettingsException {
    ObjectNode protection = section("protection");
    if (!protection.has("salt")) {
      protection.put("salt", cipher.newSalt());
    }
    if (!cipher.unreadableCountsAsAbsent() && !protection.path("check").has(cipher.kind())) {
      ObjectNode checks =
          protection.path("check") instanceof ObjectNode c ? c : protection.putObject("check");
      checks.set(
          cipher.kind(), toJson(cipher.seal(salt(), place("protection", "check", 0), new byte[0])));
    }
  }

  private static ObjectNode toJson(SettingsCipher.Sealed sealed) {
    return JSON.createObjectNode()
        .put("kind", sealed.kind())
        .put("iv", sealed.iv())
        .put("ct", sealed.ct());
  }

  private static SettingsCipher.Sealed sealed(JsonNode node) {
    return new SettingsCipher.Sealed(
        node.path("kind").asText(), node.path("iv").asText(), node.path("ct").asText());
  }

  private static String place(String section, String key, long gen) {
    return FORMAT + "|" + VERSION + "|" + section + "|" + key + "|" + gen;
  }

  @Override
  public String toString() {
    return "SettingsDocument[generation=" + generation() + "]";
  }

  /** A file that is not what this product writes. */
  static final class CorruptException extends Exception {
    private static final long serialVersionUID = 1L;

    CorruptException(String message) {
      super(message);
    }
  }
}
