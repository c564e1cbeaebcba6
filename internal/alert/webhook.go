package alert

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/internal/acquire"
)

// A webhook posts messages as Standard Webhooks (version 1.0.0) has them: JSON,
// with the headers webhook-id, webhook-timestamp and webhook-signature. The id
// stays the same when a message is sent again.
type webhook struct {
	url    string
	key    []byte
	client *http.Client
	now    func() time.Time
}

// newWebhook makes the webhook of an alert. Its key is read when the options
// can read secrets, so that an alert can be checked without it.
func newWebhook(a *Alert, where string, o *Options) (*webhook, error) {
	u, err := url.Parse(where)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("a webhook is an address of the web")
	}
	if u.User != nil {
		return nil, errors.New("the address of a webhook must hold no password: it is kept in the archive")
	}
	if u.Scheme == "http" && !slices.Contains(a.Hosts, u.Hostname()) && !slices.Contains(a.Hosts, u.Host) {
		return nil, errors.New("a webhook is sent over https, but to a host that is allowed by name")
	}
	h := &webhook{url: where, now: o.now}
	if o.Secret != nil {
		secret, err := o.Secret(a.Key)
		if err != nil {
			return nil, fmt.Errorf("the webhook's key: %w", err)
		}
		if h.key, err = decodeKey(secret); err != nil {
			return nil, err
		}
	}
	transport := o.Transport
	if transport == nil {
		transport = acquire.Guarded(acquire.Settings{AllowHosts: a.Hosts})
	}
	h.client = &http.Client{Transport: transport, Timeout: 15 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return h, nil
}

// keyPrefix begins the key of a webhook; base64 of 24 to 64 bytes follows.
const keyPrefix = "whsec_"

// NewKey makes a key for a webhook.
func NewKey() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return keyPrefix + base64.StdEncoding.EncodeToString(b)
}

func decodeKey(secret string) ([]byte, error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(secret), keyPrefix)
	key, err := base64.StdEncoding.DecodeString(rest)
	if !ok || err != nil || len(key) < 24 || len(key) > 64 {
		return nil, errors.New("the key of a webhook is " + keyPrefix + " and base64 of 24 to 64 bytes; readout alert key makes one")
	}
	return key, nil
}

// sign is the signature of a message (Standard Webhooks, "Signature scheme").
func sign(key []byte, id, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, timestamp, body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func (h *webhook) send(ctx context.Context, list []message) error {
	for _, m := range list {
		if err := h.post(ctx, &m); err != nil {
			return err
		}
	}
	return nil
}

func (h *webhook) post(ctx context.Context, m *message) error {
	if h.key == nil {
		return errors.New("the webhook has no key")
	}
	req, err := http.NewRequestWithContext(ctx, "POST", h.url, bytes.NewReader(m.Body))
	if err != nil {
		return err
	}
	at := strconv.FormatInt(h.now().Unix(), 10)
	for name, value := range map[string]string{"Content-Type": "application/json", "User-Agent": "readout", "webhook-id": m.Key, "webhook-timestamp": at, "webhook-signature": sign(h.key, m.Key, at, m.Body)} {
		req.Header.Set(name, value)
	}
	res, err := h.client.Do(req)
	if err != nil {
		var u *url.Error // names the address, which may be a secret in itself
		if errors.As(err, &u) {
			err = u.Err
		}
		return fmt.Errorf("%s: %w", req.URL.Host, err)
	}
	defer res.Body.Close()
	io.CopyN(io.Discard, res.Body, 4<<10) // so that the connection may be kept
	return answered(req.URL.Host, res)
}

// answered is nil where a receiver took a message: any status of success.
func answered(host string, res *http.Response) error {
	switch {
	case res.StatusCode/100 == 2:
		return nil
	case res.StatusCode == http.StatusGone:
		return fmt.Errorf("%s: %w", host, errStop)
	}
	err := fmt.Errorf("%s answered %d", host, res.StatusCode)
	if s, bad := strconv.Atoi(res.Header.Get("Retry-After")); bad == nil && s > 0 {
		return &later{err, time.Duration(min(s, 1<<20)) * time.Second}
	}
	return err
}
