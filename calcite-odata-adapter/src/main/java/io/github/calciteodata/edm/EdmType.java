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

import java.sql.Types;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The types a column can have: how OData names them and which SQL type they become.
 *
 * <p>Values travel in Calcite's internal representation: {@code DATE} as {@code Integer} days,
 * {@code TIME_OF_DAY} as {@code Integer} milliseconds, instants as {@code Long} milliseconds in
 * UTC, decimals as {@code BigDecimal}, integers as the boxed class of their SQL type, texts as
 * {@code String}, binaries as Avatica's {@code ByteString}.
 */
public enum EdmType {
  BOOLEAN("Edm.Boolean", Types.BOOLEAN),
  /** Unsigned 8 bits: the next wider signed SQL type. */
  BYTE("Edm.Byte", Types.SMALLINT),
  SBYTE("Edm.SByte", Types.TINYINT),
  INT16("Edm.Int16", Types.SMALLINT),
  INT32("Edm.Int32", Types.INTEGER),
  INT64("Edm.Int64", Types.BIGINT),
  SINGLE("Edm.Single", Types.REAL),
  DOUBLE("Edm.Double", Types.DOUBLE),
  DECIMAL("Edm.Decimal", Types.DECIMAL),
  STRING("Edm.String", Types.VARCHAR),
  /** Lower-case text of 36 characters. */
  GUID("Edm.Guid", Types.VARCHAR),
  DATE("Edm.Date", Types.DATE),
  TIME_OF_DAY("Edm.TimeOfDay", Types.TIME),
  DATE_TIME_OFFSET("Edm.DateTimeOffset", Types.TIMESTAMP),
  /** V2 and V3: an instant without an offset. */
  DATE_TIME("Edm.DateTime", Types.TIMESTAMP),
  /** V2 and V3: a time of day, written as a duration. */
  TIME("Edm.Time", Types.TIME),
  /** The text of the duration. */
  DURATION("Edm.Duration", Types.VARCHAR),
  BINARY("Edm.Binary", Types.VARBINARY),
  /** Member names. */
  ENUM(null, Types.VARCHAR),
  /** The URL of the stream. */
  STREAM("Edm.Stream", Types.VARCHAR),
  /** Anything else: the text of its JSON. */
  JSON(null, Types.VARCHAR);

  private static final Map<String, EdmType> BY_NAME =
      Stream.of(values())
          .filter(t -> t.edmName != null)
          .collect(Collectors.toMap(t -> t.edmName, t -> t));

  private final String edmName;
  private final int jdbcType;

  EdmType(String edmName, int jdbcType) {
    this.edmName = edmName;
    this.jdbcType = jdbcType;
  }

  /**
   * The primitive type of this name; {@link #JSON} for geo types, untyped and whatever is not
   * known.
   */
  public static EdmType of(String edmName) {
    return BY_NAME.getOrDefault(edmName, JSON);
  }

  /** A constant of {@link Types}. */
  public int jdbcType() {
    return jdbcType;
  }

  /** {@code Edm.Int32}, or the constant's name for {@link #ENUM} and {@link #JSON}. */
  public String edmName() {
    return edmName == null ? name().toLowerCase(Locale.ROOT) : edmName;
  }

  /**
   * Whether values are numbers, so that comparisons between different types of this kind are
   * defined.
   */
  public boolean isNumeric() {
    return ordinal() >= BYTE.ordinal() && ordinal() <= DECIMAL.ordinal();
  }

  /** Whether values are whole numbers. */
  public boolean isInteger() {
    return ordinal() >= BYTE.ordinal() && ordinal() <= INT64.ordinal();
  }
}
