package acquire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"readout/internal/record"
)

// Options say how a single page of the web is fetched.
type Options struct {
	Agent        string        // the User-Agent, as Agent makes it
	AllowHosts   []string      // hosts that may lie inside this network
	AllowPrivate bool          // also addresses of this machine and its networks
	Timeout      time.Duration // for the whole of it; 0 is 20 s
}

const (
	defaultTimeout = 20 * time.Second
	maxRedirects   = 5
)

// Fetch gets a page over http or https, as a Client of its own.
func Fetch(ctx context.Context, address string, opt Options) (*record.Page, error) {
	limits := Limits{Total: defaultTimeout}
	if opt.Timeout > 0 {
		limits.Total = opt.Timeout
	}
	c := NewClient(Settings{Agent: opt.Agent, AllowHosts: opt.AllowHosts, AllowPrivate: opt.AllowPrivate, Limits: limits})
	defer c.Close()
	r, err := c.Get(ctx, Request{URL: address})
	if err == nil {
		err = r.Err()
	}
	if err != nil {
		return nil, err
	}
	if r.Page == nil {
		return nil, errors.New("the server sent no page")
	}
	return r.Page, nil
}

// failure puts a failed getting in few words.
func (c *Client) failure(err error) error {
	var dns *net.DNSError
	var ue *url.Error
	switch {
	case errors.Is(err, errInward):
		return errInward
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case strings.Contains(err.Error(), "timeout awaiting response headers"):
		return fmt.Errorf("no answer within %s", c.limits.Headers)
	case errors.Is(err, context.DeadlineExceeded), os.IsTimeout(err):
		return fmt.Errorf("timed out (at most %s)", c.limits.Total)
	case errors.As(err, &dns):
		return fmt.Errorf("no such host: %s", dns.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return errors.New("connection refused")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("the answer broke off")
	case errors.As(err, &ue):
		return ue.Err
	}
	return err
}
