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
package io.github.calciteodata.function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.calciteodata.auth.oauth.OAuthFunctions;
import io.github.calciteodata.client.Call;
import io.github.calciteodata.runtime.Deadline;
import io.github.calciteodata.runtime.Unchecked;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.apache.calcite.DataContext;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.schema.Function;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.lookup.LikePattern;

/**
 * The OAuth functions of one schema, and what they answered: within one statement a call is made
 * once, however often its row is read, since a code works only once.
 */
public final class OAuthRows {
  private static final int MOST_LITERALS = 10_000;

  private final String id = UUID.randomUUID().toString();
  private final Supplier<OAuthFunctions> oauth;
  private final Map<DataContext, Map<List<String>, Object[]>> made = new WeakHashMap<>();
  private final Cache<String, String> literals =
      Caffeine.newBuilder().maximumSize(MOST_LITERALS).executor(Runnable::run).build();

  /** Functions over what {@code oauth} gives when one of them is called. */
  public OAuthRows(Supplier<OAuthFunctions> oauth) {
    this.oauth = oauth;
  }

  /** A schema that has OAuth functions. */
  public interface Holder {
    OAuthRows oauthRows();
  }

  /** Whether a name is one of theirs, whatever its case. */
  public static boolean isFunction(String name) {
    return Arrays.stream(OAuthRoutine.values())
        .anyMatch(routine -> routine.functionName().equalsIgnoreCase(name));
  }

  /** The argument of this name, whatever its case, as declared. */
  public static Optional<String> parameter(String name) {
    return Arrays.stream(OAuthRoutine.values())
        .flatMap(routine -> routine.parameters().stream())
        .filter(name::equalsIgnoreCase)
        .findFirst();
  }

  /** The functions by name. */
  public Map<String, Function> functions() {
    Map<String, Function> functions = new HashMap<>();
    for (OAuthRoutine routine : OAuthRoutine.values()) {
      functions.put(routine.functionName(), new OAuthTableFunction(routine, this));
    }
    return functions;
  }

  /**
   * The row of a call; called by generated code.
   *
   * @param id of the {@link OAuthRows} that the function belongs to
   * @param routine the name of an {@link OAuthRoutine}
   * @param arguments in the order of its parameters, null where not given
   */
  public static Enumerable<Object[]> call(
      DataContext root, String id, String routine, Object[] arguments) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<Object[]> enumerator() {
        OAuthRows rows = find(List.of(root.getRootSchema()), id);
        return Linq4j.singletonEnumerator(rows.row(root, OAuthRoutine.valueOf(routine), arguments));
      }
    };
  }

  /** Tells the functions of this schema from those of others. */
  String id() {
    return id;
  }

  /** What generated code holds in place of a literal, which may be a secret. */
  String standIn(String literal) {
    String standIn = id + UUID.randomUUID();
    literals.put(standIn, literal);
    return standIn;
  }

  private String literal(String argument) {
    if (argument == null || !argument.startsWith(id)) {
      return argument;
    }
    String literal = literals.getIfPresent(argument);
    if (literal == null) {
      throw new IllegalStateException("The statement is too old; prepare it again");
    }
    return literal;
  }

  /** Level by level: schemas of other adapters may have to ask somebody for theirs. */
  private static OAuthRows find(List<SchemaPlus> level, String id) {
    List<SchemaPlus> below = new ArrayList<>();
    for (SchemaPlus parent : level) {
      for (String name : parent.subSchemas().getNames(LikePattern.any())) {
        SchemaPlus child = parent.subSchemas().get(name);
        // Calcite's own schemas refuse to be asked for anything but their class
        if (child.unwrap(CalciteSchema.class).schema instanceof Holder holder
            && holder.oauthRows().id.equals(id)) {
          return holder.oauthRows();
        }
        below.add(child);
      }
    }
    if (below.isEmpty()) {
      throw new IllegalStateException("The schema of the function is gone");
    }
    return find(below, id);
  }

  private Object[] row(DataContext root, OAuthRoutine routine, Object[] arguments) {
    Map<List<String>, Object[]> rows;
    synchronized (made) {
      rows = made.computeIfAbsent(root, statement -> new HashMap<>());
    }
    List<String> key = new ArrayList<>(List.of(routine.name()));
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String value = literal((String) arguments[i]);
      key.add(value);
      given.put(routine.parameters().get(i), value);
    }
    synchronized (rows) {
      Object[] row = rows.get(key);
      if (row == null) {
        Deadline deadline = Deadline.of(root);
        try {
          row =
              routine.row(oauth.get(), given, new Call(deadline::check, deadline::remainingMillis));
        } catch (SQLException e) {
          throw Unchecked.of(e);
        }
        rows.put(key, row);
      }
      return row;
    }
  }
}
