package acquire

import (
	_ "embed"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// A Form is a version of a report's page.
type Form string

// The forms that an address tells.
const (
	Plain Form = ""
	AMP   Form = "amp"   // for phones (https://amp.dev)
	Print Form = "print" // for printing
)

// Normal is the one address under which a report is known, of all those that
// lead to it: without what says how a reader came there, without a fragment,
// a default port or a needless escape, and that of the page itself where raw
// names its AMP or print form or a service that forwards to it. What is no
// URL of the web stays as it is. Normal of what Normal gives is the same.
//
// That an AMP or print form has a page beside it at that address is likely
// and not certain; what a page itself calls its canonical address goes first.
func Normal(raw string) (address string, form Form) {
	address = raw
	for range 8 { // one form may hide another
		next, f := normal(address)
		if f != Plain {
			form = f
		}
		if next == address {
			return address, form
		}
		address = next
	}
	return raw, Plain
}

func normal(raw string) (address string, form Form) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Hostname() == "" {
		return raw, Plain
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return raw, Plain
	}
	if to, f := unwrapped(u); to != nil {
		u, form = to, f
	}
	u.User, u.Host = nil, normalHost(u)
	if u.Hostname() == "" {
		return raw, Plain
	}
	u.Fragment, u.RawFragment = normalFragment(u), ""
	setPath(u, cleanPath(normalPath(u.EscapedPath())))
	if f := unform(u); f != Plain {
		form = f
	}
	u.RawQuery = normalQuery(u)
	u.ForceQuery = false
	return u.String(), form
}

// setPath sets an escaped path.
func setPath(u *url.URL, escaped string) {
	if p, err := url.PathUnescape(escaped); err == nil {
		u.Path, u.RawPath = p, escaped
	}
}

// normalHost is a host in small letters and Punycode, without the port that
// its scheme has anyway.
func normalHost(u *url.URL) string {
	host, port := strings.TrimRight(strings.ToLower(u.Hostname()), "."), u.Port()
	if a, err := idna.Lookup.ToASCII(host); err == nil && a != "" {
		host = a
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && !(u.Scheme == "http" && port == "80") && !(u.Scheme == "https" && port == "443") {
		host += ":" + port
	}
	return host
}

// normalFragment keeps only a fragment that names the page: "#!/2026/ships".
func normalFragment(u *url.URL) string {
	if strings.HasPrefix(u.Fragment, "!") {
		return u.Fragment
	}
	return ""
}

// cleanPath resolves dot segments (RFC 3986, section 5.2.4), and leaves
// doubled slashes, which some servers tell apart.
func cleanPath(p string) string {
	if p == "" || p == "/" {
		return "/"
	}
	if !strings.Contains(p, "/.") {
		return p
	}
	var out []string
	parts := strings.Split(strings.TrimPrefix(p, "/"), "/")
	for i, s := range parts {
		last := i == len(parts)-1
		switch {
		case s == ".." && len(out) > 0:
			out = out[:len(out)-1]
			fallthrough
		case s == ".", s == "..":
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, s)
		}
	}
	return "/" + strings.Join(out, "/")
}

// normalQuery leaves out what is in the table of tracking parameters. The
// others keep their order and spelling, since a server may heed both.
func normalQuery(u *url.URL) string {
	var kept []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(part, "=")
		if n, err := url.QueryUnescape(name); err == nil {
			name = n
		}
		if part != "" && !tracks(strings.ToLower(name), u.Hostname()) {
			kept = append(kept, normalPath(part))
		}
	}
	return strings.Join(kept, "&")
}

//go:embed tracking.tsv
var trackingTable string

// A tracker is a row of the table.
type tracker struct {
	name   string // in small letters
	prefix bool   // all that begin so
	host   string // "" for all
}

var trackers = readTrackers(trackingTable)

func readTrackers(table string) (out []tracker) {
	for line := range strings.Lines(table) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		name, prefix := strings.CutSuffix(strings.ToLower(f[0]), "*")
		out = append(out, tracker{name, prefix, strings.TrimPrefix(f[1], "*")})
	}
	return out
}

// tracks says whether a parameter only tells how a reader came.
func tracks(name, host string) bool {
	return slices.ContainsFunc(trackers, func(t tracker) bool {
		if t.host != "" && host != t.host && !strings.HasSuffix(host, "."+t.host) {
			return false
		}
		return name == t.name || t.prefix && strings.HasPrefix(name, t.name)
	})
}

// unwrapped is the address that a forwarding one carries, nil for none:
//
//	https://www.google.com/amp/s/www.ledger.example/a      AMP viewer
//	https://www-ledger-example.cdn.ampproject.org/c/s/www.ledger.example/a   AMP cache
//	https://www.google.com/url?q=https://www.ledger.example/a
//
// but not https://www.google.com/search?q=ships
func unwrapped(u *url.URL) (*url.URL, Form) {
	host := strings.ToLower(u.Hostname())
	if strings.HasSuffix(host, ".cdn.ampproject.org") || strings.HasSuffix(host, ".bing-amp.com") {
		if m := ampCache.FindStringSubmatch(u.EscapedPath()); m != nil {
			return inner(m[1] != "", m[2], u.RawQuery), AMP
		}
	}
	if google.MatchString(host) {
		if m := ampViewer.FindStringSubmatch(u.EscapedPath()); m != nil {
			return inner(m[1] != "", m[2], u.RawQuery), AMP
		}
		if u.Path == "/url" {
			return carried(u, "url", "q"), Plain
		}
	}
	switch {
	case (host == "l.facebook.com" || host == "lm.facebook.com") && u.Path == "/l.php":
		return carried(u, "u"), Plain
	case strings.HasSuffix(host, ".safelinks.protection.outlook.com"):
		return carried(u, "url"), Plain
	}
	return nil, Plain
}

var (
	ampCache  = regexp.MustCompile(`^/[a-z]/(s/)?([^/]+\.[^/]+/.*)$`)
	ampViewer = regexp.MustCompile(`^/amp/(s/)?([^/]+\.[^/]+/.*)$`)
	google    = regexp.MustCompile(`^www\.google(?:\.com?)?\.[a-z]{2,3}$`)
)

// inner is the address in the path of an AMP cache or viewer.
func inner(secure bool, rest, query string) *url.URL {
	scheme := "http://"
	if secure {
		scheme = "https://"
	}
	if query != "" {
		rest += "?" + query
	}
	return web(scheme + rest)
}

// carried is the address in the first of the parameters that has one.
func carried(u *url.URL, names ...string) *url.URL {
	q := u.Query()
	for _, n := range names {
		if to := web(q.Get(n)); to != nil {
			return to
		}
	}
	return nil
}

// web is a URL of the web, nil where it is none.
func web(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

// A formParam is a parameter that asks for a form of the page.
type formParam struct {
	form   Form
	name   string
	values []string
}

var formParams = []formParam{
	{AMP, "amp", []string{"", "1", "true", "yes"}},
	{AMP, "outputtype", []string{"amp"}},
	{AMP, "output", []string{"amp"}},
	{AMP, "view", []string{"amp"}},
	{AMP, "mode", []string{"amp"}},
	{Print, "print", []string{"", "1", "true", "yes", "y", "print"}},
	{Print, "printable", []string{"", "1", "true", "yes"}},
	{Print, "printview", []string{"", "1", "true", "yes"}},
	{Print, "pagewanted", []string{"print"}},
	{Print, "view", []string{"print"}},
	{Print, "output", []string{"print"}},
	{Print, "outputtype", []string{"print"}},
	{Print, "mode", []string{"print"}},
	{Print, "format", []string{"print"}},
}

// unform makes the address of a form of a page that of the page:
//
//	/2026/ships/amp   /amp/2026/ships   /ships.amp.html   amp.ledger.example/ships   /ships?amp=1
//	/2026/ships/print   /print/2026/ships   /ships.print.html   /ships?print=1
//
// but not /science/amp, of which too little would be left, nor /blueprint.
func unform(u *url.URL) (form Form) {
	if rest, ok := strings.CutPrefix(u.Host, "amp."); ok && strings.Contains(rest, ".") {
		u.Host, form = ampHost(rest), AMP
	}
	if p, f := pathForm(u.EscapedPath()); f != Plain {
		setPath(u, p)
		form = f
	}
	var kept []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(strings.ToLower(part), "=")
		i := slices.IndexFunc(formParams, func(p formParam) bool { return p.name == name && slices.Contains(p.values, value) })
		if i < 0 {
			kept = append(kept, part)
			continue
		}
		form = formParams[i].form
	}
	u.RawQuery = strings.Join(kept, "&")
	return form
}

// ampHost is the host of the pages whose AMP forms are at amp.rest: outlets
// that use such a host keep their pages at www.
func ampHost(rest string) string {
	if strings.Count(rest, ".") == 1 || secondLevel.MatchString(rest) {
		return "www." + rest
	}
	return rest
}

// secondLevel are names such as ledger.co.uk.
var secondLevel = regexp.MustCompile(`^[^.]+\.(?:com?|net|org|gov|ac)\.[a-z]{2}$`)

// pathForm takes the form out of a path. What is left must still be the path
// of a report: two segments, or one of some words.
func pathForm(p string) (rest string, form Form) {
	dir, last := path.Split(strings.TrimSuffix(p, "/"))
	first, after, _ := strings.Cut(strings.TrimPrefix(p, "/"), "/")
	switch low := strings.ToLower(last); {
	case low == "amp", low == "amp.html":
		rest, form = ended(dir, p), AMP
	case low == "print", low == "print.html", low == "printable", low == "print-view":
		rest, form = ended(dir, p), Print
	case first == "amp":
		rest, form = "/"+after, AMP
	case first == "print":
		rest, form = "/"+after, Print
	default:
		for _, e := range []struct {
			suffix, instead string
			form            Form
		}{{".amp.html", ".html", AMP}, {"-amp.html", ".html", AMP}, {".amp", "", AMP}, {".print.html", ".html", Print}, {"-print.html", ".html", Print}, {".print", "", Print}} {
			if stem, ok := strings.CutSuffix(p, e.suffix); ok {
				rest, form = stem+e.instead, e.form
				break
			}
		}
	}
	left := strings.Trim(rest, "/")
	if form == Plain || strings.Count(left, "/") == 0 && strings.Count(left, "-") < 2 && !numbers.MatchString(left) {
		return p, Plain
	}
	return rest, form
}

var numbers = regexp.MustCompile(`\d{4}`)

// ended is a path without its last segment, ending in a slash where the whole
// did.
func ended(dir, whole string) string {
	if strings.HasSuffix(whole, "/") {
		return dir
	}
	return strings.TrimSuffix(dir, "/")
}
