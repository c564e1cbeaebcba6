//go:build !amd64

package encoder

// kernels lists the kernels this processor can run, best last. Other
// processors than amd64, arm64 among them, use the plain one.
func kernels() []*kernel { return []*kernel{&plain} }

func best() *kernel { return &plain }
