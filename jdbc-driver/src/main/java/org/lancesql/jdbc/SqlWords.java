package org.lancesql.jdbc;

/** The functions of JDBC's escapes, as in {@code {fn ABS(x)}}, that DatabaseMetaData lists, separated by commas. */
final class SqlWords {
    static final String NUMERIC_FUNCTIONS =
            "ABS,ACOS,ASIN,ATAN,ATAN2,CBRT,CEILING,COS,COT,DEGREES,EXP,FLOOR,LOG,LOG10,MOD,PI,POWER,RADIANS,RAND,ROUND,"
                    + "SIGN,SIN,SQRT,TAN,TRUNCATE";
    static final String STRING_FUNCTIONS =
            "ASCII,CHAR,CONCAT,DIFFERENCE,INSERT,LCASE,LEFT,LENGTH,LOCATE,LTRIM,REPEAT,REPLACE,REVERSE,RIGHT,RTRIM,SOUNDEX,"
                    + "SPACE,SUBSTRING,UCASE";
    static final String SYSTEM_FUNCTIONS = "CONVERT,DATABASE,IFNULL";
    static final String TIME_DATE_FUNCTIONS =
            "CURDATE,CURTIME,DAYOFMONTH,DAYOFWEEK,DAYOFYEAR,HOUR,MINUTE,MONTH,NOW,QUARTER,SECOND,TIMESTAMPADD,"
                    + "TIMESTAMPDIFF,WEEK,YEAR";

    private SqlWords() {}
}
