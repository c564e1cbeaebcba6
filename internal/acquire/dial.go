package acquire

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// errInward means that a name leads to an address inside this network.
var errInward = errors.New("refused: the address is inside a private network")

// newTransport opens connections for a client. The address is looked at when
// a socket connects, after the name is resolved, so that neither a redirect
// nor a name that changes its address gets round it. Connections are kept by
// name, so one that a name was allowed serves no other name.
func newTransport(s Settings, l Limits) *http.Transport {
	t := &http.Transport{
		TLSHandshakeTimeout:    l.Connect,
		ResponseHeaderTimeout:  l.Headers,
		MaxResponseHeaderBytes: l.Header,
		DisableCompression:     true, // decode undoes it, within bounds
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        time.Minute,
	}
	open := &net.Dialer{Timeout: l.Connect}
	if s.AllowPrivate {
		t.Proxy, t.DialContext = http.ProxyFromEnvironment, open.DialContext
		return t
	}
	guarded := &net.Dialer{Timeout: l.Connect, Control: refuseInward}
	allowed := hostSet(s.AllowHosts)
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if allowed.has(address) {
			return open.DialContext(ctx, network, address)
		}
		return guarded.DialContext(ctx, network, address)
	}
	return t
}

// refuseInward is asked before a socket connects, once its address is known.
func refuseInward(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil || !public(ap.Addr()) {
		return errInward
	}
	return nil
}

// public says whether an address belongs to the open internet.
func public(a netip.Addr) bool { return ssrf.New(ssrf.WithAnyPort()).SafeAddr(a.Unmap()) == nil }

// hosts are names in small letters, some with a port.
type hosts map[string]bool

func hostSet(names []string) hosts {
	set := hosts{}
	for _, n := range names {
		n = strings.ToLower(strings.TrimSpace(n))
		if a, err := netip.ParseAddr(strings.Trim(n, "[]")); err == nil {
			n = a.String()
		}
		set[n] = true
	}
	return set
}

// has says whether an address, host and port, is one of the hosts.
func (h hosts) has(address string) bool {
	address = strings.ToLower(address)
	host, _, err := net.SplitHostPort(address)
	return err == nil && (h[address] || h[host])
}

// Guarded makes a transport for what is sent rather than got: it refuses
// addresses inside this network, but those of hosts that are allowed by name.
func Guarded(s Settings) *http.Transport { return newTransport(s, s.Limits.withDefaults()) }
