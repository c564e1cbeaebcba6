//go:build !amd64 && !arm64

package encoder

// kernels lists the kernels this processor can run, best last.
func kernels() []*kernel { return []*kernel{&plain} }

func best() *kernel { return &plain }
