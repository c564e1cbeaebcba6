package alert_test

import (
	"bufio"
	"fmt"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"readout/internal/alert"
)

// A post office takes mail by SMTP on this machine.
type office struct {
	net.Listener
	refuse bool
	rude   bool        // it hangs up on QUIT
	mails  chan string // envelope, then the mail
}

func newOffice(t *testing.T) *office {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := &office{Listener: l, mails: make(chan string, 9)}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			o.serve(c)
		}
	}()
	t.Cleanup(func() { l.Close() })
	return o
}

func (o *office) serve(c net.Conn) {
	defer c.Close()
	r := bufio.NewReader(c)
	say := func(s string) { fmt.Fprintf(c, "%s\r\n", s) }
	say("220 office.example")
	all := ""
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.TrimSpace(line), " "); strings.ToUpper(verb) {
		case "EHLO":
			say("250-office.example")
			say("250-AUTH PLAIN")
			say("250 8BITMIME")
		case "AUTH":
			all += line
			say("235 welcome")
		case "RCPT", "MAIL":
			all += line
			if o.refuse {
				say("451 later")
				continue
			}
			say("250 good")
		case "DATA":
			say("354 go on")
			for line != ".\r\n" {
				if line, err = r.ReadString('\n'); err != nil {
					return
				}
				all += line
			}
			o.mails <- all
			all = ""
			say("250 taken")
		case "QUIT":
			if o.rude {
				return
			}
			say("221 bye")
			return
		default:
			say("250 good")
		}
	}
}

func (d *desk) mailing(o *office) alert.Options {
	opt := d.options()
	opt.Mail = alert.Mail{Server: "smtp+plain://" + o.Addr().String(), User: "desk", Password: "word", From: "Desk <desk@readout.example>"}
	return opt
}

// One mail tells what came, and nothing of a report becomes a header or an
// address. A mail that was refused is sent later; one that a killed process may
// have sent is not sent again.
func TestMail(t *testing.T) {
	d := newDesk(t)
	o := newOffice(t)
	d.add(alert.Alert{Name: "port é", Kinds: []string{"event"}, To: "mail:Ines <ines@ledger.example>"})
	d.merge("e1 RETREAT Norrland", "e2 CONSULT Tavria")
	o.refuse = true
	if err := d.run(d.mailing(o)); err == nil {
		t.Error("a mail that was refused was taken for sent")
	}
	o.refuse = false
	d.at = d.at.Add(time.Minute)
	if err := d.run(d.mailing(o)); err != nil {
		t.Fatal(err)
	}
	got := <-o.mails
	head, rest, _ := strings.Cut(got, "\r\n")
	if !strings.HasPrefix(head, "AUTH PLAIN") || strings.Count(rest, "RCPT TO:<ines@ledger.example>") != 1 {
		t.Errorf("envelope of\n%s", got)
	}
	_, text, _ := strings.Cut(rest, "RCPT TO:<ines@ledger.example>\r\n")
	m, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"To": "ines@ledger.example", "From": "desk@readout.example", "Subject": "=?UTF-8?", "Message-Id": "@readout.example", "Auto-Submitted": "auto-generated", "Date": "12 Mar 2026"} {
		if !strings.Contains(m.Header.Get(name), want) {
			t.Errorf("%s: %q", name, m.Header.Get(name))
		}
	}
	if m.Header.Get("Bcc") != "" {
		t.Error("a report wrote a header")
	}
	for _, want := range []string{"Sentence of e1", "Sentence of e2", "Ledger", "https://ledger.example/1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, text)
		}
	}
	d.counts("port é", "sent:2")
	d.run(d.mailing(o))
	if len(o.mails) > 0 {
		t.Error("a mail was sent twice")
	}

	d.merge("e1 RETREAT Norrland", "e2 CONSULT Tavria", "e3 RETREAT Norrland")
	bad := d.mailing(o)
	bad.Mail.Server = "smtp+plain://mail.example"
	if err := d.run(bad); err == nil || !strings.Contains(err.Error(), "over TLS alone") {
		t.Errorf("mail in the clear: %v", err)
	}
	d.at = d.at.Add(time.Minute)
	if _, err := d.db.ClaimDeliveries(ctx, "port é", d.at, d.at.Add(10*time.Minute), 9); err != nil {
		t.Fatal(err)
	}
	d.at = d.at.Add(time.Hour)
	if err := d.run(d.mailing(o)); err != nil || len(o.mails) > 0 {
		t.Errorf("what may have been sent was sent again: %v", err)
	}
	d.counts("port é", "sent:2 unsure:1")
}

// A mail that a server took is sent, though it hangs up before it has said
// goodbye.
func TestRudeServer(t *testing.T) {
	d := newDesk(t)
	o := newOffice(t)
	o.rude = true
	d.add(alert.Alert{Name: "t", Kinds: []string{"event"}, To: "mail:ines@ledger.example"})
	d.merge("e1 RETREAT Norrland")
	for range 2 {
		if err := d.run(d.mailing(o)); err != nil {
			t.Error(err)
		}
		d.at = d.at.Add(time.Hour)
	}
	d.counts("t", "sent:1")
	if len(o.mails) != 1 {
		t.Errorf("%d mails, want 1", len(o.mails))
	}
}
