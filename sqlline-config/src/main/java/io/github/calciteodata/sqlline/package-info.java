/** The command {@code sqlline-config/sqlline}. */
package io.github.calciteodata.sqlline;
