package api

import (
	"cmp"
	"encoding/json"
	"reflect"
	"strings"
)

// An object is JSON under way.
type object = map[string]any

// called is a type's name in the document. The record of one report has nouns
// of the same names as the merged record.
func called(t reflect.Type) string {
	if strings.HasSuffix(t.PkgPath(), "/record") && t.Name() != "Reading" {
		return "Record" + t.Name()
	}
	return t.Name()
}

// ref is the schema of a type among the document's components.
func ref(t reflect.Type) object { return object{"$ref": "#/components/schemas/" + called(t)} }

// says tells what fields of types of other packages hold.
var says = map[string]string{
	"Event.type": "one of PLOVER's sixteen types", "Event.factuality": "actual, planned, denied or possible", "Event.start": "the first day, ISO 8601",
	"Event.end": "the last day", "Situation.kind": "holds, office, backs, shelters, detains, demands, agreement, sanctions, fights or relations",
	"Situation.state": "in_force, ended, sought or in_doubt", "Statement.form": "direct, indirect or mixed", "Report.text_id": "the hash of title and text",
	"Sourced.start": "where the quote begins in the report's text, in bytes of UTF-8", "Sourced.end": "where it ends", "Correction.at": "an instant, RFC 3339",
	"Correction.by": "who signed it", "Support.origins": "independent origins: their number is the corroboration",
}

// listOf is the schema of a page of a type.
func listOf(t reflect.Type) object {
	return object{"allOf": []any{ref(reflect.TypeFor[List]()), object{"properties": object{"items": object{"type": "array", "items": ref(t)}}}}}
}

// schemas are the schemas of types and of all types in them, by name.
type schemas map[string]object

// add adds the schema of a struct.
func (s schemas) add(t reflect.Type) {
	if s[called(t)] != nil {
		return
	}
	out := object{"type": "object"}
	s[called(t)] = out
	properties := object{}
	var required []string
	for _, f := range fields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		p := s.of(f.Type)
		if w := words(f.Tag.Get("words")); w != nil {
			p["enum"] = w
		}
		if doc := cmp.Or(f.Tag.Get("doc"), says[t.Name()+"."+name]); doc != "" {
			p["description"] = doc
		}
		properties[name] = p
		if !strings.Contains(options, "omitempty") {
			required = append(required, name)
		}
	}
	out["properties"] = properties
	if required != nil {
		out["required"] = required
	}
}

// fields are the fields of a struct that its JSON has, those of embedded
// structs among them.
func fields(t reflect.Type) (out []reflect.StructField) {
	for _, f := range reflect.VisibleFields(t) {
		tag := f.Tag.Get("json")
		if f.IsExported() && tag != "" && tag != "-" {
			out = append(out, f)
		}
	}
	return out
}

// of is the schema of a type. Go writes a slice or a map that is not there as
// null.
func (s schemas) of(t reflect.Type) object {
	switch {
	case t == reflect.TypeFor[json.RawMessage]():
		return object{}
	case t == reflect.TypeFor[anyEntry]():
		return s.anyEntry()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return nullable(s.of(t.Elem()))
	case reflect.Slice:
		return object{"type": []string{"array", "null"}, "items": s.of(t.Elem())}
	case reflect.Map:
		return object{"type": []string{"object", "null"}, "additionalProperties": s.of(t.Elem())}
	case reflect.Struct:
		s.add(t)
		return ref(t)
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	}
	return object{"type": "string"}
}

func nullable(o object) object {
	if name, ok := o["type"].(string); ok {
		o["type"] = []string{name, "null"}
		return o
	}
	return object{"anyOf": []any{o, object{"type": "null"}}}
}

// anyEntry is the schema of an entry of any kind.
func (s schemas) anyEntry() object {
	var any []any
	for _, n := range nouns {
		s.add(n.entry)
		any = append(any, ref(n.entry))
	}
	return object{"anyOf": any}
}
