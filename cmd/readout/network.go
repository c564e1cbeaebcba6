package main

import (
	"errors"
	"flag"
	"strings"
)

// A hostsFlag is a flag that may be given several times.
type hostsFlag []string

func (h *hostsFlag) String() string { return strings.Join(*h, ",") }

func (h *hostsFlag) Set(s string) error {
	for name := range strings.SplitSeq(s, ",") {
		if name = strings.TrimSpace(name); name == "" || strings.ContainsAny(name, "/ ") {
			return errors.New("needs the name of a host, such as intra.example or intra.example:8080")
		}
		*h = append(*h, name)
	}
	return nil
}

// networkFlags adds the flags that say which hosts may be asked.
func networkFlags(fs *flag.FlagSet, hosts *hostsFlag, private *bool) {
	fs.Var(hosts, "allow-host", "ask this `HOST` though it lies in a private network; may be given again")
	fs.BoolVar(private, "allow-private", false, "ask every host of this machine and of private networks too")
}
