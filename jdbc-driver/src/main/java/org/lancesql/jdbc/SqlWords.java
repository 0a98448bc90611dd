package org.lancesql.jdbc;

/** Words of our SQL that DatabaseMetaData lists, separated by commas. */
final class SqlWords {
    /** Reserved words that SQL:2003 does not have. */
    static final String KEYWORDS = "ILIKE,LIMIT,MINUS,QUALIFY,RLIKE,SHOW,TABLES";

    static final String NUMERIC_FUNCTIONS =
            "ABS,ACOS,ASIN,ATAN,ATAN2,CEILING,COS,COT,DEGREES,EXP,FLOOR,LOG,LOG10,MOD,PI,POWER,RADIANS,RAND,ROUND,"
                    + "SIGN,SIN,SQRT,TAN,TRUNCATE";
    static final String STRING_FUNCTIONS =
            "ASCII,CHAR,CONCAT,DIFFERENCE,INSERT,LCASE,LEFT,LENGTH,LOCATE,LTRIM,REPEAT,REPLACE,RIGHT,RTRIM,SOUNDEX,"
                    + "SPACE,SUBSTRING,UCASE";
    static final String SYSTEM_FUNCTIONS = "IFNULL,USER";
    static final String TIME_DATE_FUNCTIONS =
            "CURDATE,CURTIME,DAYOFMONTH,DAYOFWEEK,DAYOFYEAR,HOUR,MINUTE,MONTH,NOW,QUARTER,SECOND,TIMESTAMPADD,"
                    + "TIMESTAMPDIFF,WEEK,YEAR";

    private SqlWords() {}
}
