package acquire

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"syscall"
	"time"

	"readout/internal/record"
)

// Options say how a page of the web is fetched.
type Options struct {
	AllowPrivate bool          // also addresses of this machine and its networks
	Timeout      time.Duration // for the whole of it; 0 is 20 s
}

const (
	defaultTimeout = 20 * time.Second
	maxRedirects   = 5
)

// errInward means that a name leads to an address inside this network.
var errInward = errors.New("refused: the address is inside a private network")

// Fetch gets a page over http or https. It follows at most five redirects and
// opens no connection to a private address unless told to: the address is
// looked at when it is dialled, so neither a redirect nor a name that changes
// its address gets round it.
func Fetch(ctx context.Context, address string, opt Options) (*record.Page, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errNotWeb
	}
	timeout := opt.Timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errNotWeb
	}
	req.Header.Set("User-Agent", "readout/1 (news reader)")
	req.Header.Set("Accept", "text/html,application/xhtml+xml,text/plain,text/markdown,application/json;q=0.9")
	req.Header.Set("Accept-Language", "en")
	client := client(opt)
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	if err != nil {
		return nil, failure(err, timeout)
	}
	defer resp.Body.Close()
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return nil, fmt.Errorf("the server answered %s", resp.Status)
	}
	body, err := bounded(resp.Body)
	if err != nil {
		return nil, failure(err, timeout)
	}
	return &record.Page{Input: address, URL: resp.Request.URL.String(), ContentType: resp.Header.Get("Content-Type"), Body: body}, nil
}

func client(opt Options) *http.Client {
	d := &net.Dialer{Timeout: 10 * time.Second}
	transport := &http.Transport{
		DialContext:           d.DialContext,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 15 * time.Second,
		MaxIdleConns:          2,
	}
	if opt.AllowPrivate {
		transport.Proxy = http.ProxyFromEnvironment
	} else {
		d.Control = refuseInward
	}
	return &http.Client{Transport: transport, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return fmt.Errorf("more than %d redirects", maxRedirects)
		}
		if req.URL.Scheme != "http" && req.URL.Scheme != "https" {
			return errors.New("redirected to something that is not http or https")
		}
		return nil
	}}
}

// refuseInward is asked before a socket connects, once its address is known.
func refuseInward(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil || !public(ap.Addr()) {
		return errInward
	}
	return nil
}

// reserved are nets that netip has no name for: carrier NAT, protocol
// assignments, benchmarks, documentation, future use, and the IPv6 forms that
// carry an IPv4 address.
var reserved = [...]netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001::/32"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("fec0::/10"), netip.MustParsePrefix("2001:db8::/32"),
}

// public says whether an address belongs to the open internet.
func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsMulticast() {
		return false
	}
	for _, p := range reserved {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// failure puts a failed fetch in few words.
func failure(err error, timeout time.Duration) error {
	var dns *net.DNSError
	var ue *url.Error
	switch {
	case errors.Is(err, errInward):
		return errInward
	case errors.Is(err, ErrTooLarge):
		return ErrTooLarge
	case errors.Is(err, context.DeadlineExceeded), os.IsTimeout(err):
		return fmt.Errorf("timed out (at most %s)", timeout)
	case errors.As(err, &dns):
		return fmt.Errorf("no such host: %s", dns.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return errors.New("connection refused")
	case errors.As(err, &ue):
		return ue.Err
	}
	return err
}
