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
package io.github.calciteodata.runtime;

/**
 * How many rows to ask for with each page: few at first, so that the first row comes soon, then
 * more, because a chain of pages cannot be faster than page size over latency.
 */
final class PageSizes {
  private static final int[] STEPS = {1000, 5000, 10_000};
  private static final long MAX_BYTES = 4 << 20;

  private final int fixed;
  private final int most;
  private long left;
  private int step;
  private int cap = Integer.MAX_VALUE;

  /**
   * For a cursor that wants {@code limit} rows, or -1 for all; {@code fixed} rows a page, or 0 to
   * adapt to what comes, up to {@code most}.
   */
  PageSizes(int fixed, int most, long limit) {
    this.fixed = fixed;
    this.most = most;
    this.left = limit < 0 ? Long.MAX_VALUE : limit;
  }

  /** Rows to ask for next. */
  int next() {
    int size =
        fixed > 0 ? fixed : Math.min(Math.min(cap, most), STEPS[Math.min(step, STEPS.length - 1)]);
    return (int) Math.max(1, Math.min(size, left));
  }

  /** A page has come: how large it was keeps the following ones in bounds. */
  void arrived(int asked, long bytes) {
    step++;
    if (bytes > 0) {
      cap = (int) Math.max(STEPS[0], Math.min(10_000, MAX_BYTES * asked / bytes));
    }
    if (left != Long.MAX_VALUE) {
      left = Math.max(0, left - asked);
    }
  }

  /** Whether the pages asked for so far may hold fewer rows than are wanted, if they come full. */
  boolean wantsMore() {
    return left > 0;
  }

  /** The pages so far held fewer rows than asked for: so many are still wanted. */
  void stillWanted(long rows) {
    left = rows < 0 ? Long.MAX_VALUE : rows;
  }
}
