// Package acquire gets the bytes of a page: from a file, a folder's files or
// the web. Everything it reads is bounded in size and time.
package acquire

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"readout/internal/record"
)

// MaxSize is the largest page that is read, in bytes.
const MaxSize = 16 << 20

// ErrTooLarge means that a page has more than MaxSize bytes.
const ErrTooLarge = TooLarge(MaxSize)

// errNotWeb means that an input looks like a URL and is none that is fetched.
var errNotWeb = errors.New("not an http or https URL")

// about says whether a file tells of the folder that it lies in.
func about(name string) bool {
	return strings.EqualFold(strings.TrimSuffix(name, filepath.Ext(name)), "readme")
}

// suffixes are the names of files that a folder is searched for.
var suffixes = []string{".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".json", ".jsonl"}

// File reads one file. The path "-" stands for standard input.
func File(path string) (*record.Page, error) {
	if path == "-" {
		return Read("-", os.Stdin)
	}
	st, err := os.Stat(path)
	if err != nil {
		if scheme, _, ok := strings.Cut(path, "://"); ok && scheme != "" && !strings.Contains(scheme, "/") {
			return nil, errNotWeb
		}
		return nil, cause(err)
	}
	if st.IsDir() {
		return nil, errors.New("is a directory")
	}
	if st.Mode().IsRegular() && st.Size() > MaxSize {
		return nil, ErrTooLarge
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	return Read(path, f)
}

// Read reads a page from r, no more than MaxSize bytes of it.
func Read(name string, r io.Reader) (*record.Page, error) {
	body, err := bounded(r)
	if err != nil {
		return nil, cause(err)
	}
	return &record.Page{Input: name, Body: body}, nil
}

func bounded(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, err
	}
	if len(body) > MaxSize {
		return nil, ErrTooLarge
	}
	return body, nil
}

// cause takes the path out of a file error, since the caller names the input.
func cause(err error) error {
	var pe *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("no such file")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("permission denied")
	case errors.As(err, &pe):
		return pe.Err
	}
	return err
}

// IsURL says whether an input names a page on the web.
func IsURL(input string) bool {
	low := strings.ToLower(input[:min(len(input), 8)])
	return strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://")
}

// Expand puts the reports of a folder in place of its name, sorted by path.
// Other inputs stand as they are. A folder without reports is an error. Files
// whose names end in more, such as ".zip", are taken too.
func Expand(args []string, more ...string) (inputs []string, errs []error) {
	for _, arg := range args {
		st, err := os.Stat(arg)
		if arg == "-" || IsURL(arg) || err != nil || !st.IsDir() {
			inputs = append(inputs, arg)
			continue
		}
		found, faults := walk(arg, slices.Concat(suffixes, more))
		if errs = append(errs, faults...); len(found) == 0 && len(faults) == 0 {
			errs = append(errs, fmt.Errorf("%s: directory without reports", arg))
		}
		inputs = append(inputs, found...)
	}
	return inputs, errs
}

func walk(dir string, suffixes []string) (found []string, errs []error) {
	dir = strings.TrimRight(dir, string(filepath.Separator)) + string(filepath.Separator) // which follows a link
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil: // of one folder, whose own reports alone are not had
			errs = append(errs, fmt.Errorf("%s: %w", path, cause(err)))
			if d != nil && d.IsDir() {
				return filepath.SkipDir
			}
		case d.IsDir() && path != dir && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		case d.Type()&^fs.ModeSymlink == 0 && slices.Contains(suffixes, strings.ToLower(filepath.Ext(path))) && !strings.HasPrefix(d.Name(), ".") && !about(d.Name()):
			found = append(found, path)
		}
		return nil
	})
	slices.Sort(found)
	return found, errs
}
