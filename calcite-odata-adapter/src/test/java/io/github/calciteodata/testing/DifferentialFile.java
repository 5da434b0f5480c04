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
package io.github.calciteodata.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Statements written down for differential runs, one per line.
 *
 * <p>{@code @ Table | columns | key} starts a list of conditions on a table, {@code @} alone one of
 * whole statements; {@code ??} starts the values of parameters; {@code #} a comment.
 */
final class DifferentialFile {
  private static final int[] FORMS = {0, 1, 0, 2};

  private DifferentialFile() {}

  /** {@code allForms}: rows, count and limited rows of each condition, else one of them in turn. */
  static List<DifferentialQuery> read(String resource, boolean allForms) {
    return read(text(resource), allForms, UnaryOperator.identity());
  }

  /** Whole statements, written for any set, for this one. */
  static List<DifferentialQuery> read(String resource, OneSet set) {
    return read(text(resource), false, set::name);
  }

  private static List<DifferentialQuery> read(
      String text, boolean allForms, UnaryOperator<String> naming) {
    List<DifferentialQuery> queries = new ArrayList<>();
    String[] table = null;
    for (String written : text.lines().toList()) {
      String line = naming.apply(written);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("@")) {
        table = line.length() > 1 ? line.substring(1).trim().split("\\s*\\|\\s*") : null;
        continue;
      }
      int values = line.indexOf("??");
      String sql = (values < 0 ? line : line.substring(0, values)).trim();
      Object[] parameters = values < 0 ? new Object[0] : values(line.substring(values + 2));
      if (table == null) {
        queries.add(DifferentialQuery.of(sql, parameters));
      } else {
        List<DifferentialQuery> forms =
            DifferentialQuery.where(table[1], table[0], table[2], sql, parameters);
        queries.addAll(allForms ? forms : List.of(forms.get(FORMS[queries.size() % FORMS.length])));
      }
    }
    return queries;
  }

  private static String text(String resource) {
    try (InputStream in = DifferentialFile.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object[] values(String text) {
    List<Object> values = new ArrayList<>();
    for (String value : text.trim().split("\\s*;\\s*")) {
      values.add(value(value));
    }
    return values.toArray();
  }

  private static Object value(String text) {
    if (text.equals("null")) {
      return null;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    int quote = text.indexOf('\'');
    if (quote >= 0) {
      String quoted = text.substring(quote + 1, text.length() - 1);
      return switch (text.substring(0, quote)) {
        case "" -> quoted;
        case "date" -> Date.valueOf(quoted);
        case "time" -> Time.valueOf(quoted);
        case "timestamp" -> Timestamp.valueOf(quoted);
        default -> throw new IllegalArgumentException(text);
      };
    }
    if (text.endsWith("L")) {
      return Long.valueOf(text.substring(0, text.length() - 1));
    }
    if (text.contains("e")) {
      return Double.valueOf(text);
    }
    return text.contains(".") ? new BigDecimal(text) : (Object) Integer.valueOf(text);
  }
}
