package export

import (
	"html/template"
	"strings"
)

// writeHTML writes a brief as one page of HTML that loads nothing and runs
// nothing.
func writeHTML(j *job) error {
	b, err := j.brief()
	if err != nil {
		return err
	}
	return briefPage.Execute(j.w, map[string]any{"B": b, "Parts": b.parts(), "Days": days(b.Start, b.End)})
}

var briefPage = template.Must(template.New("brief").Funcs(template.FuncMap{
	"join": func(list []string) string { return strings.Join(list, ", ") },
}).Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<meta name="generator" content="readout, schema {{.B.Meta.Schema}}">
<meta name="dcterms.rights" content="{{.B.Meta.Licence}}">
<title>{{.B.Title}}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
li { margin-bottom: .75rem; }
blockquote { margin: .25rem 0 0 1rem; font-style: italic; }
.note { opacity: .75; }
time { font-variant-numeric: tabular-nums; font-weight: 600; }
</style>
</head>
<body>
<h1 dir="auto">{{.B.Title}}</h1>
<p>{{.Days}}</p>
{{with .B.Actors}}<p>Parties: <bdi>{{join .}}</bdi></p>
{{end}}{{with .B.Places}}<p>Places: <bdi>{{join .}}</bdi></p>
{{end}}{{range .Parts}}{{$quotes := .Quotes}}<h2>{{.Title}}</h2>
<ul>
{{range .Points}}<li id="{{.ID}}">{{with .Day}}<time>{{.}}</time> {{end}}<bdi>{{.Text}}</bdi>{{with .Note}} <span class="note">({{.}})</span>{{end}}{{range .Sources}} <a href="#source-{{.}}">[{{.}}]</a>{{end}}
{{if and $quotes .Quote}}<blockquote dir="auto">{{.Quote}}</blockquote>
{{end}}</li>
{{end}}</ul>
{{end}}{{if .B.More}}<p>The story has more than is shown here.</p>
{{end}}<h2>Sources</h2>
<ol>
{{range .B.Sources}}<li id="source-{{.N}}">{{if .URL}}<a href="{{.URL}}" rel="noreferrer">{{.Title}}</a>{{else}}<bdi>{{.Title}}</bdi>{{end}}{{with .Outlet}}, <bdi>{{.}}</bdi>{{end}}{{with .Agency}}, <bdi>{{.}}</bdi>{{end}}{{with .Day}}, {{.}}{{end}}</li>
{{end}}</ol>
<footer><p>{{.B.Meta.Licence}}</p><p>Schema {{.B.Meta.Schema}}; read by {{join .B.Meta.Readers}}; story {{.B.ID}}.</p></footer>
</body>
</html>
`))
