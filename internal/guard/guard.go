// Package guard keeps a mistake of ours in one report from ending the work on
// the others.
package guard

import "fmt"

// Call calls do and returns its error, or its panic as one.
func Call(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("internal error, please report it: %v", p)
		}
	}()
	return do()
}
