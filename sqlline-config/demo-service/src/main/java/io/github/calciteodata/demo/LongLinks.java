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
package io.github.calciteodata.demo;

import io.github.calciteodata.demo.query.Problem;
import io.github.calciteodata.demo.query.RowQuery.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links to further pages. The query of one that would be longer than the service takes is kept
 * here, and the link names it by a number.
 */
final class LongLinks {
  private static final int MAX_ENTRIES = 1_000;
  private static final Pattern NUMBERED = Pattern.compile("\\$skiptoken=(\\d{1,9})-(\\d+-\\d+)");

  private final String root;
  private final int maxUrlLength;
  private final Map<Integer, String> queries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
          return size() > MAX_ENTRIES;
        }
      };
  private int last;

  LongLinks(String root, int maxUrlLength) {
    this.root = root;
    this.maxUrlLength = maxUrlLength;
  }

  /** Returns the link to what follows on a page of a request. */
  String to(Request request, Position next) {
    String path = root + request.path().substring(1) + "?";
    String query = request.queryWithoutSkipToken();
    String link = path + query + "$skiptoken=" + next.token();
    return link.length() <= maxUrlLength
        ? link
        : path + "$skiptoken=" + number(query) + "-" + next.token();
  }

  private synchronized int number(String query) {
    for (Map.Entry<Integer, String> known : queries.entrySet()) {
      if (known.getValue().equals(query)) {
        return known.getKey();
      }
    }
    queries.put(++last, query);
    return last;
  }

  /** Returns a request with the query that its link stands for. */
  synchronized Request resolve(Request request) {
    Matcher numbered = NUMBERED.matcher(String.valueOf(request.query()));
    if (!numbered.matches()) {
      return request;
    }
    String query = queries.get(Integer.valueOf(numbered.group(1)));
    if (query == null) {
      throw Problem.of(410, "This link is no longer known; ask for the first page again");
    }
    return request.withQuery(query + "$skiptoken=" + numbered.group(2));
  }
}
