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
package io.github.calciteodata.jdbc;

import io.github.calciteodata.function.OAuthRows;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserImplFactory;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.impl.SqlParserImpl;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.Util;

/**
 * Calcite's parser with two additions: {@code CALL F(A => 'x')}, the same in JDBC's braces, and
 * {@code EXEC F @A = 'x'} mean {@code SELECT * FROM TABLE(F(A => 'x'))}, and literals given to
 * OAuth functions are shown as {@code '***1'} wherever a plan or a log shows the statement.
 * Calcite's own driver uses it with the connection property {@code
 * parserFactory=io.github.calciteodata.jdbc.ODataSqlParser#FACTORY}.
 */
public final class ODataSqlParser extends SqlParserImpl {
  /** Makes parsers. */
  public static final SqlParserImplFactory FACTORY =
      reader -> new ODataSqlParser(new StringReader(CallText.plain(text(reader))));

  private ODataSqlParser(Reader reader) {
    super(reader);
  }

  private static String text(Reader reader) {
    try {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public SqlNode parseSqlStmtEof() throws Exception {
    return extended(super.parseSqlStmtEof());
  }

  @Override
  public SqlNodeList parseSqlStmtList() throws Exception {
    SqlNodeList statements = super.parseSqlStmtList();
    return SqlNodeList.of(
        statements.getParserPosition(), statements.stream().map(ODataSqlParser::extended).toList());
  }

  private static SqlNode extended(SqlNode statement) {
    SqlNode query =
        statement.getKind() == SqlKind.PROCEDURE_CALL ? query((SqlCall) statement) : statement;
    return query.accept(new Masking());
  }

  private static SqlNode query(SqlCall procedure) {
    SqlParserPos at = procedure.getParserPosition();
    SqlCall call = procedure.operand(0);
    SqlIdentifier name = ((SqlFunction) call.getOperator()).getNameAsId();
    SqlFunction function =
        new SqlUnresolvedFunction(
            name, null, null, null, null, SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
    SqlNode table =
        SqlStdOperatorTable.COLLECTION_TABLE.createCall(
            at, function.createCall(call.getParserPosition(), call.getOperandList()));
    return new SqlSelect(
        at,
        null,
        SqlNodeList.of(SqlIdentifier.star(at)),
        table,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** In calls of OAuth functions: hides literals, and spells argument names as declared. */
  private static final class Masking extends SqlShuttle {
    private int literals;
    private int depth;

    @Override
    public SqlNode visit(SqlCall call) {
      boolean inside =
          call.getOperator() instanceof SqlFunction
              && OAuthRows.isFunction(lastName((SqlFunction) call.getOperator()));
      depth += inside ? 1 : 0;
      try {
        return super.visit(call);
      } finally {
        depth -= inside ? 1 : 0;
      }
    }

    /** Calcite finds the function whatever its case, but its arguments only as declared. */
    @Override
    public SqlNode visit(SqlIdentifier name) {
      return depth > 0 && name.isSimple()
          ? OAuthRows.parameter(name.getSimple())
              .<SqlNode>map(declared -> new SqlIdentifier(declared, name.getParserPosition()))
              .orElse(name)
          : name;
    }

    private static String lastName(SqlFunction function) {
      List<String> names = function.getNameAsId().names;
      return names.get(names.size() - 1);
    }

    @Override
    public SqlNode visit(SqlLiteral literal) {
      if (depth == 0 || !(literal instanceof SqlCharStringLiteral)) {
        return literal;
      }
      NlsString value = literal.getValueAs(NlsString.class);
      return new Masked(new MaskedText(value, ++literals), literal.getParserPosition());
    }
  }

  private static final class Masked extends SqlCharStringLiteral {
    Masked(MaskedText value, SqlParserPos position) {
      super(value, position);
    }
  }

  /** A number tells literals apart: the planner takes for the same what looks the same. */
  private static final class MaskedText extends NlsString {
    private final int number;

    MaskedText(NlsString text, int number) {
      // without these two Calcite would make a text of its own of it
      super(
          text.getValue(),
          text.getCharsetName() == null ? Util.getDefaultCharset().name() : text.getCharsetName(),
          text.getCollation() == null ? SqlCollation.COERCIBLE : text.getCollation());
      this.number = number;
    }

    @Override
    public NlsString copy(String value) {
      return new MaskedText(new NlsString(value, getCharsetName(), getCollation()), number);
    }

    @Override
    public NlsString rtrim(int minResultSize) {
      return this;
    }

    @Override
    public String asSql(boolean prefix, boolean suffix) {
      return "'***" + number + "'";
    }

    @Override
    public String asSql(boolean prefix, boolean suffix, SqlDialect dialect) {
      return "'***" + number + "'";
    }

    @Override
    public String toString() {
      return "'***" + number + "'";
    }
  }
}
