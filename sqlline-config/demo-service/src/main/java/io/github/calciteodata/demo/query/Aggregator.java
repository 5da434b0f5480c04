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
package io.github.calciteodata.demo.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.olingo.server.api.uri.queryoption.apply.AggregateExpression.StandardMethod;

/** Makes one value of many; null is left out of account, and nothing makes null. */
interface Aggregator {
  void add(Object value);

  Object result();

  static Supplier<Aggregator> of(StandardMethod method) {
    return switch (method) {
      case SUM -> Sum::new;
      case AVERAGE -> Average::new;
      case MIN -> () -> new Extreme(-1);
      case MAX -> () -> new Extreme(1);
      case COUNT_DISTINCT -> CountDistinct::new;
    };
  }

  /** Integers and decimals are summed exactly, however large. */
  final class Sum implements Aggregator {
    private Number sum;

    @Override
    public void add(Object value) {
      if (value instanceof Number number) {
        sum = sum == null ? number : plus(sum, number);
      } else if (value != null) {
        throw Problem.badRequest("Cannot sum " + Values.kind(value));
      }
    }

    private static Number plus(Number a, Number b) {
      if (Values.isFloating(a) || Values.isFloating(b)) {
        return a.doubleValue() + b.doubleValue();
      }
      if (a instanceof Long x && b instanceof Long y) {
        long result = x + y;
        boolean overflow = ((x ^ result) & (y ^ result)) < 0;
        return overflow ? BigDecimal.valueOf(x).add(BigDecimal.valueOf(y)) : (Number) result;
      }
      return Values.decimal(a).add(Values.decimal(b));
    }

    @Override
    public Object result() {
      return sum instanceof Float ? (Number) sum.doubleValue() : sum;
    }
  }

  /** The average of integers is a decimal. */
  final class Average implements Aggregator {
    private final Sum sum = new Sum();
    private long count;

    @Override
    public void add(Object value) {
      sum.add(value);
      count += value == null ? 0 : 1;
    }

    @Override
    public Object result() {
      Number total = (Number) sum.result();
      if (total == null || total instanceof Double) {
        return total == null ? null : total.doubleValue() / count;
      }
      return Values.decimal(total).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
    }
  }

  /** The least or the greatest value. */
  final class Extreme implements Aggregator {
    private final int sign;
    private Object extreme;

    Extreme(int sign) {
      this.sign = sign;
    }

    @Override
    public void add(Object value) {
      if (value != null && (extreme == null || Values.compare(value, extreme) * sign > 0)) {
        extreme = value;
      }
    }

    @Override
    public Object result() {
      return extreme;
    }
  }

  /** The number of different values. */
  final class CountDistinct implements Aggregator {
    private final Set<Object> seen = new HashSet<>();

    @Override
    public void add(Object value) {
      if (value != null) {
        seen.add(Values.identity(value));
      }
    }

    @Override
    public Object result() {
      return (long) seen.size();
    }
  }
}
