package acquire

import (
	"strings"
	"testing"
)

func TestNormal(t *testing.T) {
	const a = "https://www.ledger.example/2026/03/02/ships-leave-port"
	for _, c := range []struct {
		raw, want string
		form      Form
	}{
		// Scheme, host, port, path.
		{"HTTPS://WWW.Ledger.Example/2026/03/02/ships-leave-port", a, Plain},
		{"https://www.ledger.example:443/2026/03/02/ships-leave-port", a, Plain},
		{"http://ledger.example:80/a", "http://ledger.example/a", Plain},
		{"http://ledger.example:8080/a", "http://ledger.example:8080/a", Plain},
		{"https://ledger.example:80/a", "https://ledger.example:80/a", Plain},
		{"https://ledger.example./a", "https://ledger.example/a", Plain},
		{"https://ledger.example", "https://ledger.example/", Plain},
		{"https://ledger.example?x=1", "https://ledger.example/?x=1", Plain},
		{"https://me:secret@ledger.example/a", "https://ledger.example/a", Plain},
		{"https://zürich.example/a", "https://xn--zrich-kva.example/a", Plain},
		{"https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a", Plain},
		{"  https://ledger.example/a \n", "https://ledger.example/a", Plain},
		{"https://ledger.example/b/../a/./c", "https://ledger.example/a/c", Plain},
		{"https://ledger.example/../../a", "https://ledger.example/a", Plain},
		{"https://ledger.example/a/..", "https://ledger.example/", Plain},
		{"https://ledger.example/a//b", "https://ledger.example/a//b", Plain},
		{"https://ledger.example/a/", "https://ledger.example/a/", Plain},
		{"https://ledger.example/%7Edesk/%41", "https://ledger.example/~desk/A", Plain},
		{"https://ledger.example/caf%c3%a9", "https://ledger.example/caf%C3%A9", Plain},
		{"https://ledger.example/café", "https://ledger.example/caf%C3%A9", Plain},
		{"https://ledger.example/a%2fb", "https://ledger.example/a%2Fb", Plain},
		{"https://ledger.example/a?q=caf%c3%a9&r=%41", "https://ledger.example/a?q=caf%C3%A9&r=A", Plain},
		// Fragments.
		{a + "#comments", a, Plain},
		{a + "#:~:text=ships", a, Plain},
		{"https://ledger.example/#!/2026/ships", "https://ledger.example/#!/2026/ships", Plain},
		// Parameters.
		{a + "?utm_source=feed&utm_medium=rss", a, Plain},
		{a + "?UTM_Source=feed", a, Plain},
		{a + "?id=7&utm_source=feed&page=2", a + "?id=7&page=2", Plain},
		{a + "?fbclid=x&gclid=y&msclkid=z&mc_cid=1&mc_eid=2", a, Plain},
		{a + "?", a, Plain},
		{a + "?&", a, Plain},
		{a + "?at_campaign=rss&at_medium=x", a, Plain},
		{a + "?b=2&a=1", a + "?b=2&a=1", Plain},
		{a + "?utm%5Fsource=feed", a, Plain},
		{a + "?smid=tw", a + "?smid=tw", Plain},
		{"https://www.nytimes.com/2026/a.html?smid=tw-share", "https://www.nytimes.com/2026/a.html", Plain},
		{"https://notnytimes.com/2026/a.html?smid=tw", "https://notnytimes.com/2026/a.html?smid=tw", Plain},
		{"https://www.theguardian.com/world/2026/a?CMP=share_btn", "https://www.theguardian.com/world/2026/a", Plain},
		{a + "?utmost=1&ref=2", a + "?utmost=1&ref=2", Plain},
		{a + "#x?utm_source=y", a, Plain},
		// AMP.
		{a + "/amp", a, AMP},
		{a + "/amp/", a + "/", AMP},
		{a + "?amp", a, AMP},
		{a + "?amp=1&id=2", a + "?id=2", AMP},
		{a + "?outputType=amp", a, AMP},
		{a + ".amp", a, AMP},
		{a + ".amp.html", a + ".html", AMP},
		{"https://www.ledger.example/amp/2026/03/02/ships-leave-port", a, AMP},
		{"https://amp.ledger.example/2026/03/02/ships-leave-port", a, AMP},
		{"https://amp.ledger.co.uk/world/ships", "https://www.ledger.co.uk/world/ships", AMP},
		{"https://amp.news.ledger.example/world/ships", "https://news.ledger.example/world/ships", AMP},
		{"https://www.google.com/amp/s/www.ledger.example/2026/03/02/ships-leave-port", a, AMP},
		{"https://www.google.co.uk/amp/s/www.ledger.example/2026/03/02/ships-leave-port/amp", a, AMP},
		{"https://www-ledger-example.cdn.ampproject.org/c/s/www.ledger.example/2026/03/02/ships-leave-port?amp=1", a, AMP},
		{"https://www-ledger-example.cdn.ampproject.org/v/s/www.ledger.example/2026/03/02/ships-leave-port", a, AMP},
		{"https://ledger.example/amp", "https://ledger.example/amp", Plain},
		{"https://ledger.example/science/amp", "https://ledger.example/science/amp", Plain},
		{"https://ledger.example/camp/ships-at-sea-today", "https://ledger.example/camp/ships-at-sea-today", Plain},
		{"https://ledger.example/x?amp=5", "https://ledger.example/x?amp=5", Plain},
		{"https://amp.example/x", "https://amp.example/x", Plain},
		// Print.
		{a + "?print=1", a, Print},
		{a + "?view=print", a, Print},
		{a + "/print", a, Print},
		{a + "/print/", a + "/", Print},
		{"https://www.ledger.example/print/2026/03/02/ships-leave-port", a, Print},
		{a + ".print.html", a + ".html", Print},
		{"https://ledger.example/2026/a.html?pagewanted=print", "https://ledger.example/2026/a.html", Print},
		{"https://ledger.example/blueprint", "https://ledger.example/blueprint", Plain},
		{"https://ledger.example/art/print", "https://ledger.example/art/print", Plain},
		{"https://ledger.example/a?print=7", "https://ledger.example/a?print=7", Plain},
		// Forwarding.
		{"https://www.google.com/url?rct=j&sa=t&url=https://www.ledger.example/2026/03/02/ships-leave-port&ct=ga", a, Plain},
		{"https://www.google.com/url?q=" + strings.ReplaceAll(a, "/", "%2F"), a, Plain},
		{"https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.ledger.example%2F2026%2F03%2F02%2Fships-leave-port%3Ffbclid%3Dx&h=y", a, Plain},
		{"https://www.google.com/search?q=https://x.example/", "https://www.google.com/search?q=https://x.example/", Plain},
		{"https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)", Plain},
		// What is no URL of the web.
		{"report.html", "report.html", Plain},
		{"ftp://ledger.example/a?utm_source=x", "ftp://ledger.example/a?utm_source=x", Plain},
		{"http://", "http://", Plain},
		{"http://[::1", "http://[::1", Plain},
		{"", "", Plain},
	} {
		got, form := Normal(c.raw)
		if got != c.want || form != c.form {
			t.Errorf("%s:\n got %s %q\nwant %s %q", c.raw, got, form, c.want, c.form)
		}
		if again, _ := Normal(got); again != got {
			t.Errorf("%s: normal again gives %s, not %s", c.raw, again, got)
		}
	}
}

// Every row of the table has three columns, and a parameter that is left out.
func TestTrackers(t *testing.T) {
	rows := 0
	for line := range strings.Lines(trackingTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		rows++
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 {
			t.Errorf("%q has %d columns", line, len(f))
			continue
		}
		host := "www.ledger.example"
		if f[1] != "*" {
			host = "www." + f[1]
		}
		in := "https://" + host + "/2026/a?" + strings.ReplaceAll(f[0], "*", "x") + "=1"
		if got, _ := Normal(in); got != "https://"+host+"/2026/a" {
			t.Errorf("%s: got %s", in, got)
		}
	}
	if rows < 50 || rows != len(trackers) {
		t.Errorf("%d rows, %d read", rows, len(trackers))
	}
}

func FuzzNormal(f *testing.F) {
	for _, s := range []string{"https://ledger.example/a?utm_source=x#b", "http://www.google.com/url?url=http://a.example/%zz", "https://amp.a.example/amp/print?amp&print", "//", "http://a/%2e%2e/../..;?&=#"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, _ := Normal(s)
		if twice, _ := Normal(once); twice != once {
			t.Errorf("%q gives %q, then %q", s, once, twice)
		}
	})
}
