package desk

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"time"
)

//go:embed static
var staticFiles embed.FS

// files are the scripts, styles and pictures of the desk by name.
type files map[string]file

type file struct {
	body []byte
	sum  string // names the body, so that a browser keeps it for as long as it is the same
}

func loadFiles() files {
	out := files{}
	err := fs.WalkDir(staticFiles, "static", func(at string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := staticFiles.ReadFile(at)
		sum := sha256.Sum256(body)
		out[path.Base(at)] = file{body, hex.EncodeToString(sum[:6])}
		return err
	})
	if err != nil {
		panic(err) // files in the program can be read
	}
	return out
}

// url is the address of a file.
func (f files) url(name string) string { return "/static/" + name + "?v=" + f[name].sum }

func (f files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	x, ok := f[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.URL.Query().Get("v") == x.sum {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	w.Header().Set("ETag", `"`+x.sum+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(x.body))
}
