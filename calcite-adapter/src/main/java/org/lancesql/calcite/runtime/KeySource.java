package org.lancesql.calcite.runtime;

/**
 * A join that tells a scan below it which keys it looks for.
 *
 * @param number of the join and of the scan, in the plan
 * @param key number among the join's key columns
 * @param most how many keys are worth telling
 */
public record KeySource(int number, int key, int most) {}
