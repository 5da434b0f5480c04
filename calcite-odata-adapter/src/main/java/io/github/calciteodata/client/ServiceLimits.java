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
package io.github.calciteodata.client;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How much one service takes or gives at once: the length of a URL, the size of a condition,
 * requests in flight, rows of a page, and how a request is sent whose URL is longer. Learns from
 * what the service refuses. Thread-safe.
 */
public final class ServiceLimits {
  /** How a request is sent whose URL is too long, in the order in which they are tried. */
  public enum Way {
    /** The options as the body of {@code POST …/$query} (OData 4.01, URL Conventions 5.1). */
    QUERY("POST $query"),
    /** A GET in the body of {@code POST $batch} (Protocol 11.7). */
    BATCH("POST $batch");

    private final String symbol;

    Way(String symbol) {
      this.symbol = symbol;
    }

    /** As it stands in the log of requests. */
    public String symbol() {
      return symbol;
    }
  }

  private final Consumer<String> warnings;
  private final Set<Way> ways = EnumSet.noneOf(Way.class);
  private final Set<Way> proven = EnumSet.noneOf(Way.class);
  private int maxUrlLength = Integer.MAX_VALUE;
  private int parallelism = Integer.MAX_VALUE;
  private boolean adapts = true;
  private int maxPageSize = Integer.MAX_VALUE;
  private int maxComparisons = Integer.MAX_VALUE;
  private int maxIn = Integer.MAX_VALUE;
  private int lessons;

  /** No limits, and nothing but GET; lessons go to {@code warnings}. */
  public ServiceLimits(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /** What is known before the first request that they hold for. */
  public synchronized void set(int urlLength, int requestsInFlight, Set<Way> longWays) {
    maxUrlLength = urlLength;
    parallelism = requestsInFlight;
    ways.clear();
    ways.addAll(longWays);
  }

  /** The service does not give larger pages. */
  public synchronized void setMaxPageSize(int rows) {
    maxPageSize = rows;
  }

  /** Rows of a page to ask for at most. */
  public synchronized int maxPageSize() {
    return maxPageSize;
  }

  /** The service does not take larger conditions. */
  public synchronized void setMaxCondition(int comparisons, int valuesOfIn) {
    maxComparisons = comparisons;
    maxIn = valuesOfIn;
  }

  /** Comparisons of a condition, joined by {@code and} and {@code or}, at most. */
  public synchronized int maxComparisons() {
    return maxComparisons;
  }

  /** Values of an {@code in} at most. */
  public synchronized int maxIn() {
    return maxIn;
  }

  /** How often the service has turned out to take less: what was refused in between may be that. */
  public synchronized int lessons() {
    return lessons;
  }

  /** Characters of a whole URL, encoded, at most. */
  public synchronized int maxUrlLength() {
    return maxUrlLength;
  }

  /** The connection sends as many requests at once as it is told, whatever the service answers. */
  public synchronized void insistOnParallelism() {
    adapts = false;
  }

  /** Whether fewer requests are in flight where the service says that there are too many. */
  synchronized boolean adapts() {
    return adapts;
  }

  /** Requests in flight at most. */
  public synchronized int parallelism() {
    return parallelism;
  }

  /** Whether a request can be sent whose URL is longer than the limit. */
  public synchronized boolean takesLonger() {
    return !ways.isEmpty();
  }

  /** The service refused longer URLs. */
  public synchronized void shorten(int characters) {
    if (characters < maxUrlLength) {
      maxUrlLength = characters;
      lessons++;
      warnings.accept("The service refuses URLs of more than " + characters + " characters");
    }
  }

  /** The service refused conditions of more comparisons. */
  public synchronized void compareLess(int comparisons) {
    if (comparisons < maxComparisons) {
      maxComparisons = comparisons;
      lessons++;
      warnings.accept(
          "The service refuses large conditions; from now on one has "
              + comparisons
              + " comparisons at most");
    }
  }

  /** The service refused more values of an {@code in}. */
  public synchronized void shortenIn(int values) {
    if (values < maxIn) {
      maxIn = values;
      lessons++;
      warnings.accept(
          "The service refuses long lists; from now on in has " + values + " values at most");
    }
  }

  /** How the URL is sent: null for GET. */
  synchronized Way way(String url) {
    return url.length() <= maxUrlLength || ways.isEmpty() ? null : ways.iterator().next();
  }

  /** The service answered a request that was sent this way. */
  synchronized void prove(Way way) {
    proven.add(way);
  }

  /** The service refused a request that was sent this way; true if another one may be tried. */
  synchronized boolean refuse(Way way) {
    if (proven.contains(way) || !ways.remove(way)) {
      return false;
    }
    warnings.accept("The service does not take " + way.symbol());
    return true;
  }
}
