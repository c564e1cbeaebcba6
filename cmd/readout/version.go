package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"readout/internal/reader"
)

// version is stamped by the linker: -ldflags "-X main.version=1.2.3".
var version = ""

// runVersion prints the program's version, the reader's, and the build.
func runVersion(e *env, args []string) int {
	if status, done := e.noInputs(e.newFlags("version"), args); done {
		return status
	}
	fmt.Fprintf(e.stdout, "readout %s (reader %s, %s, %s/%s)\n", stamp(), reader.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitOK
}

// stamp is the linker's version, else the commit that the Go tool recorded.
func stamp() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return reader.Version
	}
	revision, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+changes"
		}
	}
	if revision != "" {
		return reader.Version + "-" + revision + dirty
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return reader.Version
}
