package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// A Source is the state of one place that is watched. Times are zero where
// there was none; they are kept to the second.
type Source struct {
	Name   string // names it in the list of sources
	Parent string // the source that names it, as an index of sitemaps does; "" for one of the list
	URL    string // where it is now, which a permanent redirect changes
	Listed string // its URL in the list; "" where that was not kept

	ETag, Modified string // validators of the last answer, as the server wrote them

	Entries, Hours float64 // decayed counts that the pace is taken from
	Asked          time.Time
	Answered       time.Time // the last time without a fault
	Due            time.Time
	Fault          string // the last fault
	FaultAt        time.Time
	Failures       int  // faults in a row
	Gone           bool // the server said that it is gone for good
}

// Of says that a state is that of a source with a name and URL in the list.
func (s Source) Of(name, listed string) bool {
	return s.Name == name && (s.Listed == listed || s.Listed == "")
}

// A Seen is the state of one URL that a source named.
type Seen struct {
	URL     string // without what does not name the report
	Source  string // that named it first
	First   time.Time
	Listed  time.Time // when a source last named it, to the day
	Fetched time.Time // the last time without a fault
	Due     time.Time // zero when it is settled
	Checks  int       // fetches without a fault
	Tries   int       // faults in a row

	ETag, Modified string
	Hash           string // of the body
	Outcome        string // kept, filtered, forbidden (by robots.txt), empty (no report), failed, left (nobody watches its source); "" before the first fetch
	Reports        []string
}

// A Listing is a URL that a source names.
type Listing struct {
	URL     string
	Updated time.Time // zero where the source does not say
	All     bool      // the source keeps whatever report is there
}

// Sources lists the states of all sources, by name.
func (db *DB) Sources(ctx context.Context) (out []Source, err error) {
	defer wrap(&err, "list sources")
	rows, err := db.sql.QueryContext(ctx, `SELECT name, parent, url, listed_url, etag, modified, entries, hours, asked, answered, due, fault, fault_at, failures, gone
		FROM source ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Source
		var asked, answered, due, fault int64
		if err := rows.Scan(&s.Name, &s.Parent, &s.URL, &s.Listed, &s.ETag, &s.Modified, &s.Entries, &s.Hours, &asked, &answered, &due, &s.Fault, &fault, &s.Failures, &s.Gone); err != nil {
			return nil, err
		}
		s.Asked, s.Answered, s.Due, s.FaultAt = instant(asked), instant(answered), instant(due), instant(fault)
		out = append(out, s)
	}
	return out, rows.Err()
}

// PutSource keeps the state of a source.
func (db *DB) PutSource(ctx context.Context, s Source) (err error) {
	defer wrap(&err, "keep source %s", s.Name)
	return db.write(ctx, `INSERT INTO source (name, parent, url, etag, modified, entries, hours, asked, answered, due, fault, fault_at, failures, gone, listed_url)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (name) DO UPDATE SET
		parent = $2, url = $3, etag = $4, modified = $5, entries = $6, hours = $7, asked = $8, answered = $9, due = $10, fault = $11, fault_at = $12, failures = $13, gone = $14, listed_url = $15`,
		s.Name, s.Parent, s.URL, s.ETag, s.Modified, s.Entries, s.Hours, seconds(s.Asked), seconds(s.Answered), seconds(s.Due), s.Fault, seconds(s.FaultAt), s.Failures, s.Gone, s.Listed)
}

// See notes the URLs that a source names at a time. Those not seen before are
// due at once, and fresh counts them. One whose report is kept from an earlier
// time counts as seen; one that was left does not, nor one that was filtered
// where this source keeps all. One that was updated since it was fetched is due
// at once if it was settled, and else where its last fetch was an hour ago or
// more and did not fail.
func (db *DB) See(ctx context.Context, source string, at time.Time, list []Listing) (fresh int, err error) {
	defer wrap(&err, "note what source %s names", source)
	err = db.in(ctx, func(tx *sql.Tx) error {
		for _, l := range list {
			isNew, err := see(ctx, tx, source, seconds(at), l)
			if err != nil {
				return err
			}
			if isNew {
				fresh++
			}
		}
		return nil
	})
	return fresh, err
}

// see notes that a source named a URL.
func see(ctx context.Context, tx *sql.Tx, source string, now int64, l Listing) (isNew bool, err error) {
	var listed, fetched, due, tries int64
	var outcome string
	err = tx.QueryRowContext(ctx, `SELECT listed, fetched, due, tries, outcome FROM seen WHERE url = $1`, l.URL).Scan(&listed, &fetched, &due, &tries, &outcome)
	if err == nil && (outcome == "left" || outcome == "filtered" && l.All) { // nobody wanted it so far
		_, err = tx.ExecContext(ctx, `UPDATE seen SET source = $1, listed = $2, fetched = 0, due = $2, checks = 0, tries = 0, etag = '', modified = '', hash = '', outcome = '' WHERE url = $3`, source, now, l.URL)
		return true, err
	}
	if err == nil {
		again := due == 0 || due > now && tries == 0 && now-fetched >= 3600 // some lists say each time that all was updated
		if again && fetched > 0 && seconds(l.Updated) > fetched && seconds(l.Updated) <= now {
			due = now
		} else if now-listed < 24*3600 && now >= listed {
			return false, nil
		}
		_, err = tx.ExecContext(ctx, `UPDATE seen SET listed = $1, due = $2 WHERE url = $3`, now, due, l.URL)
		return false, err
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	var kept bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM page WHERE input = $1)`, l.URL).Scan(&kept); err != nil {
		return false, err
	}
	due, outcome = now, ""
	if kept {
		due, outcome = 0, "kept"
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO seen (url, source, first, listed, fetched, due, checks, tries, etag, modified, hash, outcome, reports)
		VALUES ($1, $2, $3, $3, 0, $4, 0, 0, '', '', '', $5, '')`, l.URL, source, now, due, outcome)
	return !kept, err
}

// Host names the server of a URL: "" for a file.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// urlsOf are the ranges that the URLs of a host lie in: no character of a URL is
// special in them.
func urlsOf(host string) [][2]string {
	return [][2]string{{"http://" + host + "/", "http://" + host + "0"}, {"https://" + host + "/", "https://" + host + "0"}}
}

// hostsInQuery is how many hosts the query itself leaves out, by its index: it
// has no room for all that there may be. The rows of others are passed over.
const hostsInQuery = 100

// SeenDue lists the URLs that are due at a time, the longest due first, up to
// limit of them, but none of some hosts.
func (db *DB) SeenDue(ctx context.Context, at time.Time, limit int, but ...string) (out []Seen, err error) {
	defer wrap(&err, "list URLs due")
	args, conditions := []any{seconds(at)}, ""
	for _, host := range but[:min(len(but), hostsInQuery)] {
		for _, r := range urlsOf(host) {
			args = append(args, r[0], r[1])
			conditions += fmt.Sprintf(" AND NOT (url >= $%d AND url < $%d)", len(args)-1, len(args))
		}
	}
	rows, err := db.sql.QueryContext(ctx, `SELECT url, source, first, listed, fetched, due, checks, tries, etag, modified, hash, outcome, reports
		FROM seen WHERE due > 0 AND due <= $1`+conditions+` ORDER BY due, url`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	skip := map[string]bool{}
	for _, host := range but {
		skip[host] = true
	}
	for len(out) < limit && rows.Next() {
		var s Seen
		var first, listed, fetched, due int64
		var reports string
		if err := rows.Scan(&s.URL, &s.Source, &first, &listed, &fetched, &due, &s.Checks, &s.Tries, &s.ETag, &s.Modified, &s.Hash, &s.Outcome, &reports); err != nil {
			return nil, err
		}
		if skip[Host(s.URL)] {
			continue
		}
		s.First, s.Listed, s.Fetched, s.Due, s.Reports = instant(first), instant(listed), instant(fetched), instant(due), strings.Fields(reports)
		out = append(out, s)
	}
	return out, rows.Err()
}

// NextSeen is when the next URL is due after a time; zero when none is.
func (db *DB) NextSeen(ctx context.Context, after time.Time) (next time.Time, err error) {
	defer wrap(&err, "look for the next URL due")
	var due int64
	err = db.sql.QueryRowContext(ctx, `SELECT coalesce(min(due), 0) FROM seen WHERE due > 0 AND due > $1`, seconds(after)).Scan(&due)
	return instant(due), err
}

// PutSeen keeps the state of a URL that was seen before.
func (db *DB) PutSeen(ctx context.Context, s Seen) (err error) {
	defer wrap(&err, "keep the state of %s", s.URL)
	return db.write(ctx, `UPDATE seen SET fetched = $1, due = $2, checks = $3, tries = $4, etag = $5, modified = $6, hash = $7, outcome = $8, reports = $9 WHERE url = $10`,
		seconds(s.Fetched), seconds(s.Due), s.Checks, s.Tries, s.ETag, s.Modified, s.Hash, s.Outcome, strings.Join(s.Reports, " "), s.URL)
}

// Sooner makes URLs that are due later than a time due then, for a clock that
// was set back.
func (db *DB) Sooner(ctx context.Context, latest time.Time) (err error) {
	defer wrap(&err, "bring URLs forward")
	return db.write(ctx, `UPDATE seen SET due = $1 WHERE due > 0 AND due > $1`, seconds(latest))
}

// PutOff notes that a host is left alone until a time, and makes what is due of
// it before that due then: its URLs, and sources by name.
func (db *DB) PutOff(ctx context.Context, host string, until time.Time, sources []string) (err error) {
	defer wrap(&err, "put off what is due")
	return db.in(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO hold (host, until) VALUES ($1, $2) ON CONFLICT (host) DO UPDATE SET until = $2`, host, seconds(until)); err != nil {
			return err
		}
		for _, name := range sources {
			if _, err := tx.ExecContext(ctx, `UPDATE source SET due = $1 WHERE name = $2 AND due < $1`, seconds(until), name); err != nil {
				return err
			}
		}
		for _, r := range urlsOf(host) {
			if _, err := tx.ExecContext(ctx, `UPDATE seen SET due = $1 WHERE url >= $2 AND url < $3 AND due > 0 AND due < $1`, seconds(until), r[0], r[1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// Holds are the hosts that are left alone after a time, with until when; none
// that are past a latest time, which tell of a clock that was set back.
func (db *DB) Holds(ctx context.Context, after, latest time.Time) (out map[string]time.Time, err error) {
	defer wrap(&err, "look which hosts are left alone")
	rows, err := db.sql.QueryContext(ctx, `SELECT host, until FROM hold WHERE until > $1 AND until <= $2`, seconds(after), seconds(latest))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out = map[string]time.Time{}
	for rows.Next() {
		var host string
		var until int64
		if err := rows.Scan(&host, &until); err != nil {
			return nil, err
		}
		out[host] = instant(until)
	}
	return out, rows.Err()
}

// TakeUp makes the URLs of sources that were left due at a time.
func (db *DB) TakeUp(ctx context.Context, at time.Time, sources []string) (err error) {
	defer wrap(&err, "take up what was left")
	return db.in(ctx, func(tx *sql.Tx) error {
		for _, name := range sources {
			if _, err := tx.ExecContext(ctx, `UPDATE seen SET due = $1, outcome = '' WHERE source = $2 AND outcome = 'left'`, seconds(at), name); err != nil {
				return err
			}
		}
		return nil
	})
}

// Forget drops the settled URLs that no source has named since a time, and the
// hosts that were left alone until before it. A report that one of the URLs led
// to stays, and the URL stays known by its page.
func (db *DB) Forget(ctx context.Context, before time.Time) (err error) {
	defer wrap(&err, "forget URLs")
	return db.in(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM hold WHERE until < $1`, seconds(before)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM seen WHERE listed < $1 AND due = 0`, seconds(before))
		return err
	})
}

// DropSource forgets the state of a source and of those that it names, so
// that it is met as for the first time. URLs that it named stay seen.
func (db *DB) DropSource(ctx context.Context, name string) (err error) {
	defer wrap(&err, "forget source %s", name)
	return db.write(ctx, `DELETE FROM source WHERE name = $1 OR parent = $1`, name)
}

// Release has the host of a URL left alone no longer.
func (db *DB) Release(ctx context.Context, address string) (err error) {
	defer wrap(&err, "release the host of %s", address)
	return db.write(ctx, `DELETE FROM hold WHERE host = $1`, Host(address))
}

// SeenCounts counts the URLs of each source by outcome; those not fetched yet
// have the outcome "".
func (db *DB) SeenCounts(ctx context.Context) (out map[string]map[string]int, err error) {
	defer wrap(&err, "count URLs")
	rows, err := db.sql.QueryContext(ctx, `SELECT source, outcome, count(*) FROM seen GROUP BY source, outcome`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out = map[string]map[string]int{}
	for rows.Next() {
		var source, outcome string
		var n int
		if err := rows.Scan(&source, &outcome, &n); err != nil {
			return nil, err
		}
		if out[source] == nil {
			out[source] = map[string]int{}
		}
		out[source][outcome] = n
	}
	return out, rows.Err()
}

// A Version is one text that stood under a URL.
type Version struct {
	Key   string
	Added string // when it was kept, RFC 3339
	Kept
}

// Versions lists the reports that stand under the URL of a report, named by
// its key, in the order in which they were kept; that report is one of them.
func (db *DB) Versions(ctx context.Context, key string) (out []Version, err error) {
	defer wrap(&err, "versions of report %s", key)
	rows, err := db.sql.QueryContext(ctx, `SELECT r.id, r.added FROM report r WHERE r.id = $1
		OR r.url <> '' AND r.url = (SELECT url FROM report WHERE id = $1)
		OR r.id IN (SELECT y.report FROM page_report x JOIN page p ON p.id = x.page JOIN page q ON q.input = p.input JOIN page_report y ON y.page = q.id AND y.n = x.n
			WHERE x.report = $1 AND p.input LIKE 'http%://%')
		ORDER BY r.added, r.rowid`, key)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var v Version
		if err := rows.Scan(&v.Key, &v.Added); err != nil {
			rows.Close()
			return nil, err
		}
		out = append(out, v)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, ErrNone
	}
	for i := range out {
		if out[i].Kept, err = db.ReadingOf(ctx, out[i].Key); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// instant is the time of seconds since 1970; 0 is no time.
func instant(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
