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
package io.github.calciteodata.edm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the nearest of several places says about terms of a vocabulary: a set before its container's
 * defaults; remembers which terms any of them decided.
 */
final class Terms {
  private final List<Function<String, Object>> places;
  private final Set<String> declared = new HashSet<>();

  /** Each place gives the value of a term by its short name, or null. */
  Terms(List<Function<String, Object>> places) {
    this.places = List.copyOf(places);
  }

  /** The terms that were asked for and are said somewhere: {@code Term} or {@code Term/Member}. */
  Set<String> declared() {
    return declared;
  }

  /** The value of a term, or of a member of its record; null when nobody says it. */
  Object find(String term, String member) {
    for (Function<String, Object> place : places) {
      Object value = member(place.apply(term), member);
      if (value != null) {
        declared.add(member == null ? term : term + "/" + member);
        return value;
      }
    }
    return null;
  }

  private static Object member(Object value, String member) {
    if (member == null) {
      return value;
    }
    return value instanceof Map<?, ?> map ? map.get(member) : null;
  }

  boolean flag(String term, String member, boolean absent) {
    return find(term, member) instanceof Boolean flag ? flag : absent;
  }

  int number(String term, String member, int absent) {
    try {
      return find(term, member) instanceof String text ? Integer.parseInt(text.trim()) : absent;
    } catch (NumberFormatException e) {
      return absent;
    }
  }

  /** The members of a collection; empty when there is none. */
  List<Object> list(String term, String member) {
    return find(term, member) instanceof Collection<?> values ? new ArrayList<>(values) : List.of();
  }

  Set<String> paths(String term, String member) {
    Set<String> paths = new LinkedHashSet<>();
    list(term, member).forEach(v -> paths.add(String.valueOf(v)));
    return paths;
  }
}
