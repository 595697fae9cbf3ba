-- all keepers together, of the nation and its provinces. Every child is due: what is certified, and what the facts propose, is reckoned once.
INSERT INTO rollup_left_behind (county, region, month, children, civil, civil_unknown, roll_0, roll_1, roll_2, roll_unknown)
SELECT 0, r.region, r.month, sum(r.children), sum(r.civil), sum(r.civil_unknown), sum(r.roll_0), sum(r.roll_1), sum(r.roll_2), sum(r.roll_unknown)
FROM rollup_left_behind r WHERE r.county > 0 AND length(r.region) <= 2 GROUP BY r.region, r.month;
UPDATE rollup_left_behind SET difficulty = 0, orphan = 0, unattended = 0, disability = 0, cared_for = civil;
UPDATE child SET next_on = 19000101;
