package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;

/** Says which versions exist. */
final class VersionRanges {
    private static final int MOST = 4;

    private VersionRanges() {}

    /** A clause such as "versions 3 to 9 exist" or "versions 1, 4 and 6 to 9 exist". */
    static String describe(List<Long> versions) {
        List<String> ranges = new ArrayList<>();
        List<Long> sorted = versions.stream().sorted().toList();
        for (int i = 0; i < sorted.size(); ) {
            int last = i;
            while (last + 1 < sorted.size() && sorted.get(last + 1) == sorted.get(last) + 1) {
                last++;
            }
            ranges.add(last == i ? sorted.get(i).toString() : sorted.get(i) + " to " + sorted.get(last));
            i = last + 1;
        }
        if (sorted.size() == 1) {
            return "version " + sorted.get(0) + " exists";
        }
        if (ranges.size() > MOST) {
            return sorted.size() + " versions from " + sorted.get(0) + " to " + sorted.get(sorted.size() - 1)
                    + " exist";
        }
        int all = ranges.size();
        String text = all == 1
                ? ranges.get(0)
                : String.join(", ", ranges.subList(0, all - 1)) + " and " + ranges.get(all - 1);
        return "versions " + text + " exist";
    }
}
