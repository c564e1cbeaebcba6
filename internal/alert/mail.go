package alert

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Mail says how mail is sent.
type Mail struct {
	Server   string // smtps://host (TLS), smtp://host (STARTTLS, which the server must have), or smtp+plain://host on this machine alone
	User     string // "" to send without a password
	Password string
	From     string // address
}

// A mailer sends messages by SMTP (RFC 5321), some in one mail.
type mailer struct {
	alert    string
	to       *netmail.Address
	settings Mail
	now      func() time.Time
}

func newMailer(a *Alert, where string, o *Options) (*mailer, error) {
	to, err := netmail.ParseAddress(where)
	if err != nil {
		return nil, fmt.Errorf("mail goes to an address, not %q", where)
	}
	if o.Secret != nil && (o.Mail.Server == "" || o.Mail.From == "") {
		return nil, errors.New("mail needs READOUT_SMTP and READOUT_MAIL_FROM")
	}
	return &mailer{a.Name, to, o.Mail, o.now}, nil
}

func (m *mailer) send(ctx context.Context, list []message) error {
	msg, err := m.compose(list)
	if err != nil {
		return err
	}
	c, err := m.settings.client()
	if err != nil {
		return err
	}
	if err = c.DialAndSendWithContext(ctx, msg); msg.IsDelivered() {
		return nil // however the server took leave
	}
	return err
}

// compose makes one mail of messages. Nothing of a report reaches a header but
// as an encoded word.
func (m *mailer) compose(list []message) (*mail.Msg, error) {
	from, err := netmail.ParseAddress(m.settings.From)
	if err != nil {
		return nil, fmt.Errorf("READOUT_MAIL_FROM is an address, not %q", m.settings.From)
	}
	msg := mail.NewMsg()
	msg.SetUserAgent("readout")
	msg.FromMailAddress(from)
	msg.ToMailAddress(m.to)
	subject := list[0].Post.Title
	if n := len(list); n > 1 {
		subject = fmt.Sprintf("%d new facts", n)
	}
	msg.Subject(oneLine("readout: "+m.alert+": "+subject, 200))
	sum := sha256.New()
	var body strings.Builder
	for _, one := range list {
		sum.Write([]byte(one.Key))
		body.WriteString(one.text() + "\n")
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	msg.SetMessageIDWithValue(hex.EncodeToString(sum.Sum(nil)[:16]) + "@" + domain)
	msg.SetDateWithValue(m.now())
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834
	msg.SetBodyString(mail.TypeTextPlain, body.String())
	return msg, nil
}

// oneLine is text without line ends, of n letters at most.
func oneLine(s string, n int) string {
	r := []rune(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }), " "))
	if len(r) > n {
		r = append(r[:n-1], '…')
	}
	return string(r)
}

func (s Mail) client() (*mail.Client, error) {
	u, err := url.Parse(s.Server)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return nil, errors.New("READOUT_SMTP is smtps://HOST or smtp://HOST, without a password")
	}
	options := []mail.Option{mail.WithTimeout(20 * time.Second)}
	port := 587
	switch u.Scheme {
	case "smtps":
		port = 465
		options = append(options, mail.WithSSL())
	case "smtp":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	case "smtp+plain":
		if !loopback(u.Hostname()) {
			return nil, errors.New("mail leaves this machine over TLS alone")
		}
		port = 25
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("READOUT_SMTP begins with smtps, smtp or smtp+plain, not %q", u.Scheme)
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, err
		}
	}
	if options = append(options, mail.WithPort(port)); s.User != "" {
		auth := mail.SMTPAuthAutoDiscover
		if u.Scheme == "smtp+plain" {
			auth = mail.SMTPAuthPlainNoEnc
		}
		options = append(options, mail.WithSMTPAuth(auth), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	return mail.NewClient(u.Hostname(), options...)
}

func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}
