package questions

// What most questions have in common.
const (
	// fromRollups joins slices and days; the caller adds what is grouped by.
	fromRollups = `
FROM slice s JOIN daily d ON d.slice = s.id
WHERE s.tool = (SELECT id FROM tool WHERE name = :tool) AND s.dev <= :dev`
	anyVersion = " AND s.version = :version"
	anyOS      = " AND s.os = :os"
	anyCommand = " AND s.command = :command"
	allThree   = anyVersion + anyOS + anyCommand

	eachVersion = " AND s.version <> '*' AND (:version = '*' OR s.version = :version)"
	eachCommand = " AND s.command <> '*' AND (:command = '*' OR s.command = :command)"

	inPeriod = " AND d.day BETWEEN :from AND :to"

	// selected are the events that the filter lets through.
	selected = `e.tool = :tool AND e.dev <= :dev AND (:version = '*' OR e.version = :version)
  AND (:os = '*' OR e.os = :os) AND (:command = '*' OR e.command = :command)`
	eventsInPeriod = "\nFROM events e\nWHERE " + selected + "\n  AND e.day BETWEEN :from AND :to"

	firstDays = "(SELECT e.machine AS machine, min(e.day) AS first FROM events e WHERE e.tool = :tool GROUP BY e.machine)"
)

var list = []Question{
	{
		Name: "now", Title: "Now", About: "Active machines on the last day, in the last 7 and the last 28 days, and runs and failures in the period; each beside the period before.",
		rollup: `SELECT machines(d.chunk, CASE WHEN d.day = :to THEN d.members END) AS daily,
  machines(d.chunk, CASE WHEN d.day = :to - 1 THEN d.members END) AS daily_before,
  machines(d.chunk, CASE WHEN d.day > :to - 7 THEN d.members END) AS weekly,
  machines(d.chunk, CASE WHEN d.day BETWEEN :to - 13 AND :to - 7 THEN d.members END) AS weekly_before,
  machines(d.chunk, CASE WHEN d.day > :to - 28 THEN d.members END) AS monthly,
  machines(d.chunk, CASE WHEN d.day BETWEEN :to - 55 AND :to - 28 THEN d.members END) AS monthly_before,
  sum(CASE WHEN d.day >= :from THEN d.runs ELSE 0 END) AS runs,
  sum(CASE WHEN d.day BETWEEN :before AND :from - 1 THEN d.runs ELSE 0 END) AS runs_before,
  sum(CASE WHEN d.day >= :from THEN d.failures ELSE 0 END) AS failures,
  sum(CASE WHEN d.day BETWEEN :before AND :from - 1 THEN d.failures ELSE 0 END) AS failures_before` +
			fromRollups + allThree + ` AND s.dim = ''
  AND (d.day BETWEEN :before AND :to OR d.day BETWEEN :to - 55 AND :to)`,
		events: `SELECT count(DISTINCT CASE WHEN e.day = :to THEN e.machine END) AS daily,
  count(DISTINCT CASE WHEN e.day = :to - 1 THEN e.machine END) AS daily_before,
  count(DISTINCT CASE WHEN e.day > :to - 7 THEN e.machine END) AS weekly,
  count(DISTINCT CASE WHEN e.day BETWEEN :to - 13 AND :to - 7 THEN e.machine END) AS weekly_before,
  count(DISTINCT CASE WHEN e.day > :to - 28 THEN e.machine END) AS monthly,
  count(DISTINCT CASE WHEN e.day BETWEEN :to - 55 AND :to - 28 THEN e.machine END) AS monthly_before,
  sum(CASE WHEN e.day >= :from THEN e.run ELSE 0 END) AS runs,
  sum(CASE WHEN e.day BETWEEN :before AND :from - 1 THEN e.run ELSE 0 END) AS runs_before,
  sum(CASE WHEN e.day >= :from THEN e.failed ELSE 0 END) AS failures,
  sum(CASE WHEN e.day BETWEEN :before AND :from - 1 THEN e.failed ELSE 0 END) AS failures_before
FROM events e
WHERE ` + selected + `
  AND (e.day BETWEEN :before AND :to OR e.day BETWEEN :to - 55 AND :to)`,
	},
	{
		Name: "new", Title: "New machines", About: "Machines whose first event of all lies in the period and that the filter lets through; beside the period before. A machine that was given a new identity counts as new.",
		rollup: `WITH active AS (
  SELECT d.day >= :from AS now, d.chunk, unite(d.members) AS members` + fromRollups + allThree + ` AND s.dim = ''
  AND d.day BETWEEN :before AND :to GROUP BY 1, 2
), fresh AS (
  SELECT d.day >= :from AS now, d.chunk, unite(d.members) AS members` + fromRollups + ` AND s.dim = 'new'
  AND d.day BETWEEN :before AND :to GROUP BY 1, 2
)
SELECT sum(CASE WHEN a.now = 1 THEN overlap(a.members, f.members) ELSE 0 END) AS machines,
  sum(CASE WHEN a.now = 0 THEN overlap(a.members, f.members) ELSE 0 END) AS machines_before
FROM active a JOIN fresh f ON f.now = a.now AND f.chunk = a.chunk`,
		events: `SELECT count(DISTINCT CASE WHEN e.day >= :from AND f.first >= :from THEN e.machine END) AS machines,
  count(DISTINCT CASE WHEN e.day < :from AND f.first < :from THEN e.machine END) AS machines_before
FROM events e JOIN ` + firstDays + ` f ON f.machine = e.machine
WHERE ` + selected + `
  AND e.day BETWEEN :before AND :to AND f.first BETWEEN :before AND :to`,
	},
	{
		Name: "activity", Title: "Activity", About: "Active machines on each day, and in the 7 days that end on it; runs and failures of the day.",
		rollup: `SELECT d.day + k.k AS day, machines(d.chunk, CASE WHEN k.k = 0 THEN d.members END) AS machines,
  machines(d.chunk, d.members) AS week,
  sum(CASE WHEN k.k = 0 THEN d.runs ELSE 0 END) AS runs,
  sum(CASE WHEN k.k = 0 THEN d.failures ELSE 0 END) AS failures
FROM slice s JOIN daily d ON d.slice = s.id
  CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6) k
WHERE s.tool = (SELECT id FROM tool WHERE name = :tool) AND s.dev <= :dev` + allThree + ` AND s.dim = ''
  AND d.day BETWEEN :from - 6 AND :to AND d.day + k.k BETWEEN :from AND :to
GROUP BY 1 ORDER BY 1`,
		events: `SELECT e.day + k.k AS day, count(DISTINCT CASE WHEN k.k = 0 THEN e.machine END) AS machines,
  count(DISTINCT e.machine) AS week,
  sum(CASE WHEN k.k = 0 THEN e.run ELSE 0 END) AS runs,
  sum(CASE WHEN k.k = 0 THEN e.failed ELSE 0 END) AS failures
FROM events e
  CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6) k
WHERE ` + selected + `
  AND e.day BETWEEN :from - 6 AND :to AND e.day + k.k BETWEEN :from AND :to
GROUP BY 1 ORDER BY 1`,
	},
	{
		Name: "adoption", Title: "Version adoption", About: "Machines that ran each version on each day.",
		rollup: `SELECT d.day AS day, s.version AS version, machines(d.chunk, d.members) AS machines` +
			fromRollups + eachVersion + anyOS + anyCommand + ` AND s.dim = ''` + inPeriod + `
GROUP BY 1, 2 ORDER BY 1, 2`,
		events: `SELECT e.day AS day, e.version AS version, count(DISTINCT e.machine) AS machines` + eventsInPeriod + `
GROUP BY 1, 2 ORDER BY 1, 2`,
	},
	{
		Name: "versions", Title: "Versions", About: "Machines, runs and failures of each version in the period, and the first and last day on which it was seen.",
		rollup: `SELECT version, machines, runs, failures,
  (SELECT min(day) FROM daily WHERE slice = id) AS first,
  (SELECT max(day) FROM daily WHERE slice = id AND day <= :to) AS last
FROM (
  SELECT s.id AS id, s.version AS version, machines(d.chunk, d.members) AS machines, sum(d.runs) AS runs, sum(d.failures) AS failures` +
			fromRollups + eachVersion + anyOS + anyCommand + ` AND s.dim = ''` + inPeriod + `
  GROUP BY 1, 2
) ORDER BY machines DESC, version`,
		events: `SELECT * FROM (
  SELECT e.version AS version, count(DISTINCT CASE WHEN e.day >= :from THEN e.machine END) AS machines,
    sum(CASE WHEN e.day >= :from THEN e.run ELSE 0 END) AS runs,
    sum(CASE WHEN e.day >= :from THEN e.failed ELSE 0 END) AS failures,
    min(e.day) AS first, max(e.day) AS last
  FROM events e
  WHERE ` + selected + `
    AND e.day <= :to
  GROUP BY 1
) v WHERE machines > 0 ORDER BY machines DESC, version`,
	},
	{
		Name: "commands", Title: "Commands", About: "Machines, runs and failures of each command.",
		rollup: `SELECT s.command AS command, machines(d.chunk, d.members) AS machines, sum(d.runs) AS runs, sum(d.failures) AS failures` +
			fromRollups + anyVersion + anyOS + eachCommand + ` AND s.dim = ''` + inPeriod + `
GROUP BY 1 ORDER BY runs DESC, command`,
		events: `SELECT e.command AS command, count(DISTINCT e.machine) AS machines, sum(e.run) AS runs, sum(e.failed) AS failures` + eventsInPeriod + ` AND e.command <> ''
GROUP BY 1 ORDER BY runs DESC, command`,
	},
	{
		Name: "durations", Title: "Durations", About: "Runs of each command by how long they took, in the ranges that the tool declares.",
		dimension: true, byCommand: true,
		rollup: `SELECT s.command AS command, s.value AS took, sum(d.runs) AS runs` +
			fromRollups + anyVersion + anyOS + eachCommand + ` AND s.dim = 'took'` + inPeriod + `
GROUP BY 1, 2 ORDER BY 1, 2`,
		events: `SELECT e.command AS command, e.took AS took, sum(e.run) AS runs` + eventsInPeriod + ` AND e.command <> '' AND e.took <> ''
GROUP BY 1, 2 ORDER BY 1, 2`,
	},
	{
		Name: "heat", Title: "Failures by command and version", About: "Runs and failures of each command in each version.",
		rollup: `SELECT s.command AS command, s.version AS version, sum(d.runs) AS runs, sum(d.failures) AS failures` +
			fromRollups + eachVersion + anyOS + eachCommand + ` AND s.dim = ''` + inPeriod + `
GROUP BY 1, 2 ORDER BY 1, 2`,
		events: `SELECT e.command AS command, e.version AS version, sum(e.run) AS runs, sum(e.failed) AS failures` + eventsInPeriod + ` AND e.command <> ''
GROUP BY 1, 2 ORDER BY 1, 2`,
	},
	{
		Name: "outcomes", Title: "Outcomes", About: "How runs ended, and on how many machines.",
		dimension: true,
		rollup: `SELECT s.value AS outcome, machines(d.chunk, d.members) AS machines, sum(d.runs) AS runs` +
			fromRollups + allThree + ` AND s.dim = 'outcome'` + inPeriod + `
GROUP BY 1 ORDER BY runs DESC, outcome`,
		events: `SELECT e.outcome AS outcome, count(DISTINCT e.machine) AS machines, sum(e.run) AS runs` + eventsInPeriod + ` AND e.outcome <> ''
GROUP BY 1 ORDER BY runs DESC, outcome`,
	},
	{
		Name: "platforms", Title: "Platforms", About: "Machines and runs by operating system and architecture.",
		dimension: true,
		rollup: `SELECT s.value AS platform, machines(d.chunk, d.members) AS machines, sum(d.runs) AS runs` +
			fromRollups + allThree + ` AND s.dim = 'platform'` + inPeriod + `
GROUP BY 1 ORDER BY machines DESC, platform`,
		events: `SELECT e.platform AS platform, count(DISTINCT e.machine) AS machines, sum(e.run) AS runs` + eventsInPeriod + ` AND e.platform <> ''
GROUP BY 1 ORDER BY machines DESC, platform`,
	},
	{
		Name: "settings", Title: "Where it runs", About: "Machines and runs by whether a person was at a terminal, by coding agent, and by how the tool was installed.",
		dimension: true,
		rollup: `SELECT s.dim AS setting, s.value AS value, machines(d.chunk, d.members) AS machines, sum(d.runs) AS runs` +
			fromRollups + allThree + ` AND s.dim IN ('interactive', 'agent', 'install')` + inPeriod + `
GROUP BY 1, 2 ORDER BY setting, machines DESC, value`,
		events: `SELECT * FROM (
  SELECT 'interactive' AS setting, e.interactive AS value, count(DISTINCT e.machine) AS machines, sum(e.run) AS runs` + eventsInPeriod + ` AND e.interactive <> '' GROUP BY 1, 2
  UNION ALL
  SELECT 'agent' AS setting, e.agent AS value, count(DISTINCT e.machine) AS machines, sum(e.run) AS runs` + eventsInPeriod + ` AND e.agent <> '' GROUP BY 1, 2
  UNION ALL
  SELECT 'install' AS setting, e.install AS value, count(DISTINCT e.machine) AS machines, sum(e.run) AS runs` + eventsInPeriod + ` AND e.install <> '' GROUP BY 1, 2
) a ORDER BY setting, machines DESC, value`,
	},
	{
		Name: "names", Title: "Events", About: "Events and machines by the event's name.",
		dimension: true,
		rollup: `SELECT s.value AS name, sum(d.events) AS events, machines(d.chunk, d.members) AS machines` +
			fromRollups + allThree + ` AND s.dim = 'name'` + inPeriod + `
GROUP BY 1 ORDER BY events DESC, name`,
		events: `SELECT e.name AS name, count(*) AS events, count(DISTINCT e.machine) AS machines` + eventsInPeriod + `
GROUP BY 1 ORDER BY events DESC, name`,
	},
	{
		Name: "retention", Title: "Retention", About: "Of the machines first seen in a week, how many were active in each week after it. A machine that was given a new identity is a new machine.",
		rollup: `WITH active AS (
  SELECT (d.day + 3) / 7 AS week, d.chunk, unite(d.members) AS members` + fromRollups + allThree + ` AND s.dim = ''` + inPeriod + ` GROUP BY 1, 2
), cohort AS (
  SELECT (d.day + 3) / 7 AS week, d.chunk, unite(d.members) AS members` + fromRollups + ` AND s.dim = 'new'` + inPeriod + ` GROUP BY 1, 2
)
SELECT cohort, age, machines FROM (
  SELECT c.week AS cohort, a.week - c.week AS age, sum(overlap(c.members, a.members)) AS machines
  FROM cohort c JOIN active a ON a.chunk = c.chunk AND a.week >= c.week
  GROUP BY 1, 2
) WHERE machines > 0 ORDER BY cohort, age`,
		events: `SELECT f.week AS cohort, e.week - f.week AS age, count(DISTINCT e.machine) AS machines
FROM events e JOIN (
  SELECT e.machine AS machine, min(e.day) AS first, min(e.week) AS week FROM events e WHERE e.tool = :tool GROUP BY e.machine
) f ON f.machine = e.machine
WHERE ` + selected + `
  AND e.day BETWEEN :from AND :to AND f.first BETWEEN :from AND :to
GROUP BY 1, 2 ORDER BY 1, 2`,
	},
	{
		Name: "arrivals", Title: "Arrivals", About: "Events that arrived in each hour of the last three days.",
		rollup: `SELECT hour, sum(events) AS events FROM intake
WHERE tool = (SELECT id FROM tool WHERE name = :tool) AND hour BETWEEN 24 * (:to - 2) AND 24 * :to + 23
GROUP BY 1 ORDER BY 1`,
	},
	{
		Name: "delays", Title: "Delays", About: "Events of the period by the delay between event and arrival: upper bounds in seconds. Below zero the sender's clock was ahead.",
		rollup: `SELECT delay, sum(events) AS events FROM intake
WHERE tool = (SELECT id FROM tool WHERE name = :tool) AND hour BETWEEN 24 * :from AND 24 * :to + 23
GROUP BY 1 ORDER BY 1`,
	},
	{
		Name: "refusals", Title: "Not counted", About: "Events that arrived in the period and were not counted, by reason; those of no known tool as well.",
		rollup: `SELECT reason, sum(events) AS events FROM refused
WHERE tool IN (0, (SELECT id FROM tool WHERE name = :tool)) AND day BETWEEN :from AND :to
GROUP BY 1 ORDER BY events DESC, reason`,
	},
	{
		Name: "last", Title: "Last event", About: "When the tool's last event arrived, in seconds since 1970. A store of an earlier version knows the hour until the next one arrives.",
		rollup: `SELECT coalesce((
  SELECT value / 1000000000 FROM meta WHERE key = 'arrived ' || t.id
), (SELECT 3600 * max(hour) FROM intake WHERE tool = t.id)) AS arrived
FROM tool t WHERE t.name = :tool`,
		events: `SELECT max(e.time) / 1000000000 AS arrived FROM events e WHERE e.tool = :tool`,
	},
	{
		Name: "tools", Title: "Tools", About: "All tools of which there are events.",
		rollup: `SELECT name AS tool FROM tool ORDER BY id`,
		events: `SELECT DISTINCT e.tool AS tool FROM events e ORDER BY 1`,
	},
	{
		Name: "choices", Title: "Choices", About: "The versions, operating systems and commands to choose from.",
		rollup: `SELECT * FROM (
  SELECT DISTINCT CASE WHEN s.version <> '*' THEN 'version' WHEN s.os <> '*' THEN 'os' ELSE 'command' END AS field,
    CASE WHEN s.version <> '*' THEN s.version WHEN s.os <> '*' THEN s.os ELSE s.command END AS value
  FROM slice s
  WHERE s.tool = (SELECT id FROM tool WHERE name = :tool) AND s.dim = ''
    AND (s.version <> '*') + (s.os <> '*') + (s.command <> '*') = 1
) WHERE value <> '' ORDER BY field, value`,
		events: `SELECT * FROM (
  SELECT DISTINCT 'version' AS field, e.version AS value FROM events e WHERE e.tool = :tool
  UNION ALL
  SELECT DISTINCT 'os' AS field, e.os AS value FROM events e WHERE e.tool = :tool AND e.os <> ''
  UNION ALL
  SELECT DISTINCT 'command' AS field, e.command AS value FROM events e WHERE e.tool = :tool AND e.command <> ''
) c ORDER BY field, value`,
	},
}

// All returns the questions, in the order of the pages.
func All() []Question { return append([]Question(nil), list...) }

// Get returns the question of that name.
func Get(name string) (Question, bool) {
	for _, q := range list {
		if q.Name == name {
			return q, true
		}
	}
	return Question{}, false
}
